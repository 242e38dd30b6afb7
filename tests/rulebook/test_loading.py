"""Rules fail closed: what is not understood is an error with its place and its cure."""

from datetime import date
from pathlib import Path

import pytest

from eligibility.errors import NotInForceError, RulebookError
from eligibility.language import Lang
from eligibility.rulebook import in_force, load_region, program
from eligibility.rulebook.codec import decode, encode
from tests.rulebook.regions import CLAUSES, FACTS, SCHEME, TEXT, write_region


def faults(folder: Path) -> str:
    with pytest.raises(RulebookError) as caught:
        load_region(folder, cached=False)
    return caught.value.told(Lang.EN)


def test_a_sound_region_loads(tmp_path: Path) -> None:
    region = load_region(write_region(tmp_path / "r"), cached=False)
    assert [clause.id for clause in region.strategies[0].clauses] == ["DEMO-1-A"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "company.equity: {above: 0 EUR}",
            "compny.equity: {above: 0 EUR}",
            "did you mean `company.equity`?",
        ),
        ("{above: 0 EUR}", "{abov: 0 EUR}", "there is no word `abov`"),
        ("{above: 0 EUR}", "{above: 0}", "write `0 EUR`"),
        ("{above: 0 EUR}", "{above: 0 USD}", "write `0 EUR`"),
        ("{above: 0 EUR}", "{before: 2022-01-01}", "does not fit `company.equity`"),
        ("{above: 0 EUR}", "{above: 0.001 EUR}", "more than 2 decimals"),
        (
            "company.equity: {above: 0 EUR}",
            "company.equity: {above: 0 EUR}\n      company.ok: {is: true}",
            "group them under `all:` or `any:`",
        ),
        ("    kind: condition", "    knd: condition", "there is no key `knd` here"),
        ("    kind: condition", "    kind: conditon", "`kind` does not fit"),
        ("    stage: eligibility\n", "", "the key `stage` is missing"),
        ("en: Equity}", "fr: Equity}", "the key `fr` is repeated"),
        (
            "title: {fr: Fonds propres, en: Equity}",
            "title: {fr: Fonds propres}",
            "the key `en` is missing",
        ),
        ("{company.equity}.", "{company.equty}.", "which nothing fills"),
        ("zero/counts", "zero/cunts", "is not declared under `readings`"),
        (
            "company.equity: {above: 0 EUR}",
            "all: [{company.ok: {is: true}}]",
            "at least two conditions",
        ),
        ("company.equity: {above: 0 EUR}", "company.ok: {is: yes}", "neither true nor false"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in CLAUSES
    told = faults(write_region(tmp_path / "r", clauses=CLAUSES.replace(old, new, 1)))
    assert said in told
    assert "demo/2022-11-25/1.yaml:" in told


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    told = faults(
        write_region(
            tmp_path / "r",
            clauses=CLAUSES.replace("0 EUR", "0 USD"),
            scheme=SCHEME.replace("DEMO-1", "DEMO-2"),
        )
    )
    assert told.count("write `0 EUR`") == 2
    assert "there is no text `DEMO-2`" in told


def test_a_clause_written_twice_is_refused(tmp_path: Path) -> None:
    twice = CLAUSES + CLAUSES.partition("clauses:\n")[2]
    assert "`DEMO-1-A` is written twice" in faults(write_region(tmp_path / "r", clauses=twice))


def test_a_folder_without_rules_is_told_as_such(tmp_path: Path) -> None:
    assert "facts.yaml" in faults(tmp_path)


def test_no_older_version_comes_back_after_the_last_one_ends(tmp_path: Path) -> None:
    folder = write_region(tmp_path / "r")
    write_region(folder, day="2024-01-01", text=TEXT + "in_force_until: 2024-12-31\n")
    region = load_region(folder, cached=False)
    assert in_force(region, date(2023, 12, 31)).version == "2022-11-25"
    assert in_force(region, date(2024, 1, 1)).version == "2024-01-01"
    assert in_force(region, date(2024, 12, 31)).version == "2024-01-01"
    for day in (date(2022, 11, 24), date(2025, 1, 1)):
        with pytest.raises(NotInForceError):
            in_force(region, day)


def test_the_digest_follows_the_rules_of_the_day_and_not_the_examples(tmp_path: Path) -> None:
    folder = write_region(tmp_path / "r")
    first = in_force(load_region(folder, cached=False), date(2023, 1, 1)).digest
    (folder / "demo" / "examples").mkdir()
    (folder / "demo" / "examples" / "a.yaml").write_text("anything: true\n", encoding="utf-8")
    assert in_force(load_region(folder, cached=False), date(2023, 1, 1)).digest == first
    write_region(folder, facts=FACTS + "# one more line\n")
    assert in_force(load_region(folder, cached=False), date(2023, 1, 1)).digest != first


def test_the_cache_gives_back_the_very_same_region(tmp_path: Path) -> None:
    region = load_region(write_region(tmp_path / "r"), cached=False)
    assert decode(encode(region)) == region


def test_a_condition_that_two_readings_share_is_evaluated_once(tmp_path: Path) -> None:
    region = load_region(write_region(tmp_path / "r"), cached=False)
    made = program(in_force(region, date(2023, 1, 1)), "demo", date(2023, 1, 1))
    assert len(set(made.conditions)) == len(made.conditions)
    assert [(v.reading, v.alternative) for v in made.variants] == [("DEMO-1/zero", "counts")]


def test_a_region_named_by_a_dot_has_the_name_of_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is what `own_in_region` of an event is held against."""
    monkeypatch.chdir(write_region(tmp_path / "occitanie"))
    assert load_region(Path()).name == "occitanie"
