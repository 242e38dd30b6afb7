"""A screening is one entry: the table by its hash, the counts, and the rules kept beside it."""

import copy
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from eligibility.errors import InputError, LedgerError
from eligibility.language import Lang
from eligibility.ledger.archive import Archive, write_archive
from eligibility.ledger.bodies import Kind
from eligibility.ledger.canonical import canonical
from eligibility.ledger.entry import Entry, Ruling
from eligibility.ledger.records import ruling_act
from eligibility.ledger.screenings import (
    SCHEMA,
    Counts,
    FilePrint,
    file_print,
    screening_act,
)
from eligibility.ledger.tables import rulebooks
from eligibility.ledger.verify import verify
from eligibility.replay import Replayer, Verdict
from eligibility.rulebook import Region, Rulebook, in_force, load_region
from tests.ledger.making import (
    DECIDED,
    OFFICER,
    RULES,
    counts,
    decided,
    engine,
    now,
    opened,
    region,
    screened,
    table_run,
    verified,
)
from tests.ledger.test_tampering import tampered

BEFORE, AFTER = date(2023, 2, 1), date(2024, 2, 1)
AT = 2
"""The screening in `book`: a decision comes before it, and another after."""


def body(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(dict(screened(**changes).draft.body))


@pytest.fixture
def book(where: str) -> str:
    with opened(where) as made:
        made.append([decided(DECIDED[0]), screened(), decided(DECIDED[1])], now)
    return where


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rules with a scheme that has another version from 2024 on."""
    folder = tmp_path_factory.mktemp("newer") / "occitanie"
    shutil.copytree(RULES, folder)
    scheme = folder / "schemes" / "contrat-3s.yaml"
    text = scheme.read_text(encoding="utf-8")
    later = text.replace("in_force_from: 2022-11-25", "in_force_from: 2024-01-01")
    assert later != text
    scheme.with_stem("contrat-3s-2024-01-01").write_text(later, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def both(newer: Path) -> tuple[Rulebook, Rulebook]:
    """The rules before that version and from then on."""
    loaded: Region = load_region(newer, cached=False)
    return in_force(loaded, BEFORE), in_force(loaded, AFTER)


def test_a_screening_holds_the_table_the_result_the_rules_and_the_counts() -> None:
    rules = in_force(region(), BEFORE)
    act = screened()
    assert act.draft.kind is Kind.SCREENING
    assert act.draft.officer == OFFICER
    assert act.sealed == {}
    assert act.draft.body == {
        "schema": "eligibility/screening@1",
        "input": {"name": "demandes 2023.csv", "sha256": "1a" * 32, "rows": 10},
        "output": {"name": "résultat.parquet", "sha256": "2b" * 32},
        "rulebooks": [{"version": "2022-11-25", "digest": rules.digest, "region": "occitanie"}],
        "readings": {"SRDEII-A27/equity": "zero-is-positive"},
        "on": None,
        "today": "2026-01-02",
        "counts": {"eligible": 4, "ineligible": 3, "incomplete": 2, "errors": 1},
        "by": OFFICER,
    }


@pytest.mark.parametrize("by", [None, "", "  "])
def test_an_officer_may_be_unnamed(where: str, by: str | None) -> None:
    with opened(where) as made:
        (entry,) = made.append([screened(by=by)], now)
    assert (entry.officer, entry.body["by"]) == (None, None)
    assert verified(where).passed


def test_a_screening_is_read_back_as_it_was_recorded(book: str) -> None:
    found = verified(book)
    assert (found.passed, found.size) == (True, 4)
    with opened(book, create=False) as made:
        assert made.entry(AT).body == body()
        assert made.sealed_of(AT) == {}
        (listed,) = made.listed({"kind": "screening"}, "", "9")
        assert listed.number == AT
        assert listed.columns is not None
        empty = {"dossier", "scheme", "outcome", "effective_on", "about"}
        assert {name for name, value in listed.columns.items() if value is None} == empty


def test_the_day_given_for_all_rows_is_the_day_that_the_entry_is_about(where: str) -> None:
    with opened(where) as made:
        (entry,) = made.append([screened(on=date(2024, 2, 29))], now)
        assert entry.columns["effective_on"] == "2024-02-29"
        assert [each.number for each in made.listed({"effective_on": "2024-02-29"}, "", "9")] == [1]
    assert verified(where).passed


def test_a_table_of_no_row_under_no_rules_can_be_recorded(where: str) -> None:
    none = screened(rows=0, rulebooks=(), readings={}, counts=Counts(0, 0, 0, 0))
    with opened(where) as made:
        made.append([none], now)
        assert list(made.digests()) == []
    assert verified(where).passed


def test_rules_of_several_versions_are_named_once_in_order_and_kept(
    where: str, newer: Path, both: tuple[Rulebook, Rulebook]
) -> None:
    old, new = both
    run = table_run(rulebooks=(new, old, new))
    with opened(where) as made:
        (entry,) = made.append([screening_act(run, newer)], now)
        assert entry.body["rulebooks"] == [
            {"version": "2022-11-25", "digest": old.digest, "region": "occitanie"},
            {"version": "2024-01-01", "digest": new.digest, "region": "occitanie"},
        ]
        assert set(made.digests()) == {old.digest, new.digest}
        for each in both:
            kept = made.rules(each.digest)
            assert kept is not None
            assert kept.region == "occitanie"
            assert set(kept.files) == {name for name, _ in each.files}
            for path, content in kept.files.items():
                assert (newer / path).read_bytes() == content
    assert verified(where).passed


def test_rules_are_kept_once_for_decisions_and_screenings(where: str) -> None:
    with opened(where) as made:
        made.append([screened()], now)
        before = counts(where)
        made.append([decided(DECIDED[0]), screened()], now)
        after = counts(where)
    assert before["rulebooks"] > 0
    assert (after["files"], after["rulebooks"]) == (before["files"], before["rulebooks"])
    assert verified(where).passed


def test_no_screening_is_recorded_under_rules_that_are_no_longer_there(
    where: str, newer: Path, both: tuple[Rulebook, Rulebook], tmp_path: Path
) -> None:
    folder = tmp_path / "occitanie"
    shutil.copytree(newer, folder)
    act = screening_act(table_run(rulebooks=both), folder)
    (folder / "schemes" / "contrat-3s-2024-01-01.yaml").write_text("x: 1\n", encoding="utf-8")
    with opened(where) as made:
        before = counts(where)
        with pytest.raises(LedgerError) as caught:
            made.append([act], now)
        assert caught.value.faults[0].code == "rules-changed"
        assert counts(where) == before


@pytest.mark.parametrize("name", ["été 2023.csv", "a b.csv", "tablé.XLSX"])
def test_a_file_is_named_without_its_folders(tmp_path: Path, name: str) -> None:
    path = tmp_path / "Madame Untel" / name
    path.parent.mkdir()
    data = b"id;scheme\n" * 200_000
    path.write_bytes(data)
    assert file_print(path) == FilePrint(name, hashlib.sha256(data).hexdigest())


def test_a_folder_written_the_other_way_is_left_out_too(tmp_path: Path) -> None:
    path = tmp_path / "Z:\\dossiers\\untel\\t.csv"
    path.write_bytes(b"")
    assert file_print(path).name == "t.csv"


def test_a_file_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        file_print(tmp_path / "none.csv")
    assert caught.value.faults[0].code == "missing-file"


@pytest.mark.parametrize(
    "changes",
    [
        {"rows": -1},
        {"rows": True},
        {"counts": Counts(1, 2, 3, -4)},
        {"input": FilePrint("folder/t.csv", "1a" * 32)},
        {"input": FilePrint("folder\\t.csv", "1a" * 32)},
        {"input": FilePrint("", "1a" * 32)},
        {"input": FilePrint("t.csv", "1A" * 32)},
        {"output": FilePrint("t.csv", "sha256:" + "1a" * 32)},
        {"output": FilePrint("t.csv", "")},
        {"readings": {"r": None}},
    ],
    ids=str,
)
def test_what_verification_would_call_altered_is_never_recorded(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="schema"):
        screened(**changes)


def test_a_name_that_is_no_unicode_is_refused_and_nothing_is_recorded(where: str) -> None:
    odd = screened(input=FilePrint("\udce9t\udce9.csv", "1a" * 32))
    with opened(where) as made:
        with pytest.raises(LedgerError):
            made.append([odd], now)
        assert made.size() == 1


def test_rules_that_only_a_screening_names_are_missed(
    where: str, newer: Path, both: tuple[Rulebook, Rulebook]
) -> None:
    with opened(where) as made:
        made.append([decided(DECIDED[0])], now)
        made.append([screening_act(table_run(rulebooks=both), newer)], now)
    gone = sa.delete(rulebooks).where(rulebooks.c.digest == both[1].digest)
    assert tampered(where, lambda c: c.execute(gone)) == AT
    told = [flaw.what[Lang.EN] for flaw in verified(where).flaws if flaw.number == AT]
    assert told == [f"the rules {both[1].digest} are not in the ledger"]


@pytest.mark.parametrize("redact", [False, True])
def test_an_archive_holds_the_screening_and_its_rules(
    where: str, newer: Path, both: tuple[Rulebook, Rulebook], tmp_path: Path, redact: bool
) -> None:
    out = tmp_path / "a.zip"
    with opened(where) as made:
        made.append([screening_act(table_run(rulebooks=both), newer)], now)
        write_archive(made, verify(made), out, redact=redact)
        entries = [stored.data for stored in made.stored()]
    archive = Archive(out)
    with archive.zipped:
        assert [stored.data for stored in archive.stored()] == entries
        assert verify(archive).passed
        assert {*archive.digests()} == {each.digest for each in both}
        ((number, data),) = [
            (each.number, each.data) for each in archive.listed({"kind": "screening"}, "", "9")
        ]
        assert (number, json.loads(data)["body"]["schema"]) == (1, SCHEMA)


def verdicts(where: str) -> Iterator[tuple[int, Verdict]]:
    with opened(where, create=False) as made:
        for each in Replayer(made, lambda _: engine()).all():
            yield each.number, each.verdict


def test_replay_leaves_a_screening_out(book: str) -> None:
    assert dict(verdicts(book)) == {1: Verdict.IDENTICAL, 3: Verdict.IDENTICAL}


def test_an_officer_cannot_rule_on_a_screening(book: str) -> None:
    with opened(book, create=False) as made, pytest.raises(LedgerError) as caught:
        ruling_act(made.entry(AT), Ruling.AWARD, OFFICER, None)
    (fault,) = caught.value.faults
    assert fault.code == "not-a-decision"
    assert fault.hint is not None
    assert "entry 2 is the screening of a table" in caught.value.told(Lang.EN)
    assert "l'entrée n° 2 est le criblage d'un tableau" in caught.value.told(Lang.FR)


def test_an_entry_of_a_screening_is_read_from_its_bytes(book: str) -> None:
    with opened(book, create=False) as made:
        entry = made.entry(AT)
    assert Entry.parse(entry.data) == entry
    raw = json.loads(entry.data)
    raw["body"]["counts"]["errors"] = "1"
    with pytest.raises(Exception, match="not what such an entry holds"):
        Entry.parse(canonical(raw))
    assert replace(entry, number=3).data != entry.data
