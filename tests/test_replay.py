"""Every recorded decision comes out the same from the ledger alone, or says what is not the same and why."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from eligibility.engines import Engine, Job, reference
from eligibility.engines.durable import Durable
from eligibility.errors import EngineError, Fault
from eligibility.facts import Facts
from eligibility.language import Lang, Text
from eligibility.ledger.canonical import canonical
from eligibility.ledger.core import core
from eligibility.ledger.store import Ledger
from eligibility.replay import Cause, Replayed, Replayer, Verdict
from eligibility.rulebook import Program, load_region
from tests.cli.ledgers import DOSSIERS, ROOT, command, query, tamper

RULES = ROOT / "rules" / "occitanie"
PATHS = sorted(DOSSIERS.iterdir())
ELIGIBLE = 1 + PATHS.index(DOSSIERS / "demo-eligible.yaml")
EQUITY_READING = {"SRDEII-A27/equity": "zero-is-positive"}
RUNS: dict[str, tuple[str, ...]] = {
    "as submitted": (),
    "on another day": ("--on", "2024-02-29"),
    "under a reading": ("--reading", "SRDEII-A27/equity=zero-is-positive"),
}
PLACES = {
    f"{path.name}, {run}": 1 + at * len(PATHS) + index
    for at, run in enumerate(RUNS)
    for index, path in enumerate(PATHS)
}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Every dossier recorded three times, under rules that are no longer anywhere else."""
    folder = tmp_path_factory.mktemp("recorded")
    shutil.copytree(RULES, folder / "occitanie")
    for options in RUNS.values():
        command(folder, "check", *PATHS, *options, "--record", "l.db", "--rules", "occitanie")
    shutil.rmtree(folder / "occitanie")
    return (folder / "l.db").read_bytes()


@pytest.fixture(scope="module")
def durable() -> Durable:
    return Durable()


@pytest.fixture(scope="module")
def engine_of(durable: Durable) -> Callable[[Program], Engine]:
    return lambda _: durable


@pytest.fixture(scope="module")
def replayed(
    recorded: bytes, engine_of: Any, tmp_path_factory: pytest.TempPathFactory
) -> dict[int, Replayed]:
    path = tmp_path_factory.mktemp("replayed") / "l.db"
    path.write_bytes(recorded)
    return {each.number: each for each in Replayer(Ledger.open(str(path)), engine_of).all()}


@pytest.fixture
def where(recorded: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "l.db"
    path.write_bytes(recorded)
    return path


def alone(path: Path, engine_of: Any, number: int = ELIGIBLE, **options: Any) -> Replayed:
    (found,) = Replayer(Ledger.open(str(path)), engine_of, **options).all(number)
    return found


def as_submitted(path: Path, engine_of: Any, **options: Any) -> Iterator[tuple[str, Replayed]]:
    """The file and the replay of each decision of the first run."""
    replayer = Replayer(Ledger.open(str(path)), engine_of, **options)
    for each in replayer.all():
        if each.number <= len(PATHS):
            yield PATHS[each.number - 1].name, each


@pytest.mark.parametrize("place", PLACES)
def test_a_recorded_decision_comes_out_identical(replayed: dict[int, Replayed], place: str) -> None:
    found = replayed[PLACES[place]]
    assert (found.verdict, found.differences, found.error) == (Verdict.IDENTICAL, (), None)
    assert found.before == found.after


def test_what_is_replayed_is_every_decision(replayed: dict[int, Replayed]) -> None:
    assert list(replayed) == list(PLACES.values())


def test_each_core_has_the_very_bytes_of_its_entry(where: Path, engine_of: Any) -> None:
    ledger = Ledger.open(str(where))
    replayer = Replayer(ledger, engine_of)
    sealed = dict(ledger.sealed())
    salted = {number: {n: s.salt for n, s in facts.items()} for number, facts in sealed.items()}
    for number in PLACES.values():
        entry = ledger.entry(number)
        made = replayer.decision(entry, sealed.get(number, {}))
        again = core(made, salted.get(number, {}).__getitem__)
        assert canonical(again.core) in entry.data


def test_a_core_holds_what_the_contract_names(where: Path) -> None:
    found = Ledger.open(str(where)).entry(ELIGIBLE).body["core"]
    named = {"schema", "dossier", "scheme", "evaluated_on", "rulebook", "readings", "facts"}
    assert set(found) >= named | {"outcome", "clauses", "missing", "indicators"}
    assert found["facts"]["company.tax_compliant"]["origin"]["origin"] == "attestation"
    (amount,) = (each for each in found["clauses"] if each["clause"] == "DELIB-A11-AMOUNT")
    assert (amount["status"], amount["thresholds"][0]["value"]) == ("met", 1_000_000)
    exact = {each["clause"]: each.get("exact") for each in found["indicators"]}
    assert exact["SRDEII-A27-C4b"] == "5/32"


def test_the_day_and_the_readings_are_those_of_the_decision(where: Path) -> None:
    ledger = Ledger.open(str(where))
    cores = [ledger.entry(ELIGIBLE + at * len(PATHS)).body["core"] for at in range(3)]
    assert [each["evaluated_on"] for each in cores] == ["2023-02-01", "2024-02-29", "2023-02-01"]
    read = [each["readings"].get("SRDEII-A27/equity") for each in cores]
    assert read == [None, None, "zero-is-positive"]


@pytest.mark.parametrize(("old", "new", "outcome"), [("8500000", "-100", "ineligible"), ("8500000", "8600000", "eligible")])  # fmt: skip
def test_a_fact_changed_behind_the_back_is_the_cause(
    where: Path, engine_of: Any, old: str, new: str, outcome: str
) -> None:
    tamper(
        where,
        f"UPDATE sealed SET value = CAST(replace(value, '{old}', '{new}') AS BLOB) "
        f"WHERE number = {ELIGIBLE} AND name = 'company.equity'",
    )
    found = alone(where, engine_of)
    assert (found.verdict, found.cause) == (Verdict.DIFFERENT, Cause.FACTS)
    assert (found.before, found.after) == ("eligible", outcome)
    clauses = {each.what: (each.before, each.after) for each in found.differences}
    assert clauses.get("SRDEII-A27-E3") == (("met", "not_met") if new == "-100" else None)
    assert alone(where, engine_of, ELIGIBLE + 1).verdict is Verdict.IDENTICAL


@pytest.mark.parametrize("act", [
    "UPDATE sealed SET value = x'ff'",
    "UPDATE sealed SET value = CAST('null' AS BLOB)",
    "UPDATE sealed SET value = CAST('{}' AS BLOB)",
    "UPDATE sealed SET value = CAST('{\"value\":\"x\"}' AS BLOB)",
    "UPDATE sealed SET name = 'company.name'",
    "DELETE FROM sealed",
])  # fmt: skip
def test_what_was_damaged_by_hand_is_never_called_erased(
    where: Path, engine_of: Any, act: str
) -> None:
    tamper(where, f"{act} WHERE number = {ELIGIBLE} AND name = 'company.equity'")
    assert alone(where, engine_of).verdict in (Verdict.DIFFERENT, Verdict.FAILED)


def test_an_outcome_changed_behind_the_back_is_found(where: Path, engine_of: Any) -> None:
    tamper(
        where,
        'UPDATE entries SET data = CAST(replace(data, \'"outcome":"eligible"\', '
        f'\'"outcome":"ineligible"\') AS BLOB) WHERE number = {ELIGIBLE}',
    )
    found = alone(where, engine_of)
    assert found.verdict is Verdict.DIFFERENT
    assert (found.before, found.after) == ("ineligible", "eligible")


def test_rules_changed_behind_the_back_are_the_cause(where: Path, engine_of: Any) -> None:
    tamper(
        where,
        "UPDATE files SET content = CAST(replace(content, 'at_most: 10000 EUR', "
        "'at_most: 7000 EUR') AS BLOB)",
    )
    found = alone(where, engine_of)
    assert (found.verdict, found.cause) == (Verdict.DIFFERENT, Cause.RULES)


class Liar:
    """Takes every known truth for its contrary."""

    def start(self, program: Program, facts: Facts) -> Job:
        truths = tuple(t if t is None else not t for t in reference(program, facts))
        return lambda: truths


class Mute:
    """Gives no answer."""

    def start(self, program: Program, facts: Facts) -> Job:
        raise EngineError([Fault("engine-failed", None, Text("rien", "nothing"))])


@pytest.mark.parametrize("engine", [Liar(), Mute()])
def test_nothing_is_concluded_with_an_engine_that_lies_or_is_mute(
    where: Path, engine: Engine
) -> None:
    for name, found in as_submitted(where, lambda _: engine):
        assert (found.verdict, found.after) == (Verdict.FAILED, None), name
        assert isinstance(found.error, EngineError)


def test_rules_that_are_missing_are_told_with_the_cure(where: Path, engine_of: Any) -> None:
    tamper(where, "DELETE FROM rulebooks")
    found = alone(where, engine_of)
    assert (found.verdict, found.after) == (Verdict.FAILED, None)
    assert found.error is not None
    for lang in Lang:
        assert "sha256:" in found.error.told(lang)
        assert "--rulebook" in found.error.told(lang)
    again = alone(where, engine_of, region=load_region(RULES, cached=False))
    assert again.verdict is Verdict.IDENTICAL


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The rules with *old* replaced everywhere."""
    folder = tmp_path / "occitanie"
    shutil.copytree(RULES, folder)
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_another_threshold_changes_the_dossiers_between_the_two(
    where: Path, engine_of: Any, tmp_path: Path
) -> None:
    folder = changed(tmp_path, "at_most: 10000 EUR", "at_most: 7000 EUR")
    region = load_region(folder, cached=False)
    between = set()
    for path in PATHS:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        amount = raw.get("request", {}).get("amount") or 0
        if raw["scheme"] == "pass-transformation-ecologique" and 7000 < amount <= 10000:
            between.add(path.name)
    assert between
    found = dict(as_submitted(where, engine_of, region=region))
    moved = {
        name
        for name, each in found.items()
        if ("DELIB-A11-AMOUNT", "met", "not_met")
        in {(d.what, d.before, d.after) for d in each.differences}
    }
    assert moved == between
    assert {each.cause for each in found.values()} <= {Cause.RULES, None}
    assert {n: each.after for n, each in found.items() if each.before != each.after} == {
        name: "ineligible" for name in between if found[name].before != "ineligible"
    }


def test_another_reading_changes_just_the_dossiers_said_to_rest_on_it(
    where: Path, engine_of: Any
) -> None:
    expected = yaml.safe_load((ROOT / "fixtures/expected/dossiers.yaml").read_text("utf-8"))
    said = {
        name: each.rsplit(":", 1)[1]
        for name, content in expected.items()
        for each in content["sensitive"]
        if each.startswith("SRDEII-A27/equity=zero-is-positive:")
    }
    assert said
    found = dict(as_submitted(where, engine_of, readings=EQUITY_READING))
    assert {n: each.after for n, each in found.items() if each.before != each.after} == said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("company.financial_income", "company.financial_revenue"),  # a fact has another name
        ("scheme: pass-transformation-ecologique", "scheme: pass-nouveau"),
        ("in_force_from: 2022-11-25", "in_force_from: 2023-06-01"),
    ],
)
def test_a_decision_that_other_rules_do_not_know_is_not_called_erased(
    where: Path, engine_of: Any, tmp_path: Path, old: str, new: str
) -> None:
    folder = changed(tmp_path, old, new)
    for path in folder.rglob("examples"):
        shutil.rmtree(path)
    found = alone(where, engine_of, region=load_region(folder, cached=False))
    assert found.verdict in (Verdict.DIFFERENT, Verdict.FAILED)


def test_an_entry_that_cannot_be_read_is_not_passed_over(where: Path, engine_of: Any) -> None:
    tamper(where, f"UPDATE entries SET data = x'00' WHERE number = {ELIGIBLE}")
    found = [each for _, each in as_submitted(where, engine_of)]
    assert len(found) == len(PATHS)
    assert [each.number for each in found if each.verdict is Verdict.FAILED] == [ELIGIBLE]


def test_a_ledger_is_only_read_by_a_replay(where: Path, engine_of: Any) -> None:
    before = query(where, "SELECT * FROM entries, nodes")
    assert len([*as_submitted(where, engine_of)]) == len(PATHS)
    assert query(where, "SELECT * FROM entries, nodes") == before
