"""What is appended is there to be read, all of it or nothing."""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, cast

import pytest

from eligibility.errors import LedgerError
from eligibility.ledger.core import Sealed
from eligibility.ledger.entry import Draft, Kind
from eligibility.ledger.records import decision_act
from eligibility.ledger.source import Act
from eligibility.ledger.store import Ledger
from eligibility.ledger.verify import verify
from tests.ledger.making import (
    MORE,
    NOW,
    OFFICER,
    RULES,
    cheap,
    conclusion,
    counts,
    decided,
    dossier,
    now,
    opened,
    region,
    secret,
    tampering,
    verified,
)

REFUSALS = (LedgerError, ValueError, TypeError)
NAMES = ("demo-eligible.yaml", "demo-incomplete.yaml", "demo-ineligible.yaml", *MORE)


def test_a_new_ledger_has_the_entry_that_opens_it(where: str) -> None:
    with opened(where) as book:
        assert book.size() == 1
        entry = book.entry(0)
        assert entry.kind is Kind.OPENED
        assert re.fullmatch(r"[0-9a-f]{32}", entry.ledger)
        assert entry.body["ledger"] == entry.ledger
        assert entry.recorded_at == NOW
    with opened(where, create=False) as book:
        assert book.entry(0) == entry
    assert verified(where).passed


def test_two_ledgers_have_names_of_their_own(tmp_path: Path) -> None:
    names = set()
    for number in range(3):
        with opened(str(tmp_path / f"{number}.db")) as book:
            names.add(book.entry(0).ledger)
    assert len(names) == 3


def test_what_is_appended_is_read_back(where: str) -> None:
    acts = [decided(name) for name in NAMES]
    with opened(where) as book:
        made = book.append(acts[:3], now) + [book.append([act], now)[0] for act in acts[3:]]
        assert [entry.number for entry in made] == list(range(1, len(NAMES) + 1))
    with opened(where, create=False) as book:
        assert book.size() == len(NAMES) + 1
        for act, entry in zip(acts, made, strict=True):
            found = book.entry(entry.number)
            assert found == entry
            assert found.data == entry.data
            assert found.body == act.draft.body
            assert found.officer == OFFICER
            assert found.versions["eligibility"]
            assert found.versions["core"] == "eligibility/core@1"
            assert book.sealed_of(entry.number) == dict(act.sealed)
        assert [each.data for each in book.stored()][1:] == [entry.data for entry in made]
        assert verify(book).passed
        assert verify(book).size == len(NAMES) + 1


def test_the_moment_of_recording_is_kept_in_utc(where: str) -> None:
    elsewhere = datetime(2026, 7, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    with opened(where) as book:
        (entry,) = book.append([cheap()], lambda: elsewhere)
        assert b"2026-06-30T23:30:00.000000Z" in entry.data
        assert book.entry(1).recorded_at == elsewhere.astimezone(UTC)
    assert verified(where).passed


def test_the_tree_is_that_of_the_entries_after_every_append(where: str) -> None:
    with opened(where) as book:
        for count in (1, 1, 2, 5, 1, 7, 1):
            book.append([cheap(number) for number in range(count)], now)
            size, root, _ = book.tree()
            found = verify(book)
            assert found.passed
            assert (size, root) == (found.size, found.root)


def test_a_rulebook_is_kept_once_and_whole(where: str) -> None:
    with opened(where) as book:
        book.append([decided(NAMES[0]), decided(NAMES[1])], now)
        before = counts(where)
        (entry,) = book.append([decided(NAMES[2])], now)
        after = counts(where)
        assert (after["files"], after["rulebooks"]) == (before["files"], before["rulebooks"])
        name = entry.body["core"]["rulebook"]["digest"]
        assert list(book.digests()) == [name]
        rules = book.rules(name)
        assert rules is not None
        assert rules.region == "occitanie"
        assert len(rules.files) == before["rulebooks"]
        for path, content in rules.files.items():
            assert (RULES / path).read_bytes() == content
            assert "examples" not in path
        lines = "".join(
            f"{path}\t{hashlib.sha256(content).hexdigest()}\n"
            for path, content in sorted(rules.files.items())
        )
        assert name == f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"
        assert book.rules("sha256:none") is None
    assert region().name == "occitanie"


def test_no_decision_is_recorded_under_rules_that_are_no_longer_there(
    where: str, tmp_path: Path
) -> None:
    act = decision_act(conclusion(dossier(NAMES[0])), tmp_path, OFFICER)
    (tmp_path / "facts.yaml").write_text("facts: {}\n", encoding="utf-8")
    with opened(where) as book:
        with pytest.raises(LedgerError):
            book.append([act], now)
        assert book.size() == 1


def failing() -> Any:
    raise LedgerError([])


BAD: dict[str, Callable[[], Act]] = {
    "its rules cannot be read": lambda: Act(
        Draft(Kind.DECISION, {}), rules={"sha256:new": failing}
    ),
    "its body is no JSON": lambda: cheap(thing=object()),
    "its text is no Unicode": lambda: cheap("\ud800"),
    "a number is too great": lambda: cheap(number=2**60),
    "a sealed fact is no JSON": lambda: Act(
        cheap().draft, {"company.name": Sealed(b"s", {object()})}
    ),
    "a sealed fact has no salt": lambda: Act(cheap().draft, {"f": Sealed(cast("bytes", None), 1)}),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_batch_with_an_act_that_fails_leaves_nothing(where: str, bad: str) -> None:
    with opened(where) as book:
        book.append([cheap("before")], now)
        before = counts(where)
        with pytest.raises(REFUSALS):
            book.append([decided(NAMES[0]), secret("x"), BAD[bad](), cheap("after")], now)
        assert counts(where) == before
        assert book.append([cheap("then")], now)[0].number == 2
        assert verify(book).passed


def test_a_clock_that_fails_leaves_nothing(where: str) -> None:
    moments = iter([NOW])
    with opened(where) as book:
        with pytest.raises(StopIteration):
            book.append([cheap(), cheap()], lambda: next(moments))
        assert book.size() == 1


def test_no_act_at_all_records_nothing(where: str) -> None:
    with opened(where) as book:
        assert book.append([], now) == []
        assert book.size() == 1


@pytest.mark.parametrize("text", ["", "'; DROP TABLE entries; --", "\u0000", "é" * 10_000, "😀"])
def test_odd_text_is_recorded_as_it_is_or_refused(where: str, text: str) -> None:
    act = Act(Draft(Kind.ERASURE, {"erased": [], "dossier": text, "motive": text}, text))
    with opened(where) as book:
        try:
            book.append([act], now)
        except LedgerError:
            assert book.size() == 1
        else:
            found = book.entry(1)
            assert (found.officer, found.body["motive"]) == (text, text)
        assert verify(book).passed


@pytest.mark.parametrize("number", [2, -1, 10**18, 10**30])
def test_an_entry_that_is_not_there_is_named(where: str, number: int) -> None:
    with opened(where) as book:
        book.append([cheap()], now)
        with pytest.raises(LedgerError) as caught:
            book.entry(number)
        (fault,) = caught.value.faults
        assert fault.code == "no-entry"
        assert str(number) in fault.message.en
        assert fault.hint is not None


def test_an_entry_that_was_altered_is_an_error_with_a_cure(where: str) -> None:
    with opened(where) as book:
        book.append([cheap()], now)
    with tampering(where) as connection:
        connection.exec_driver_sql("UPDATE entries SET data = substr(data, 2) WHERE number = 1")
    with opened(where, create=False) as book:
        with pytest.raises(LedgerError):
            book.entry(1)


def test_the_password_is_no_part_of_the_name_of_a_ledger(where: str, kind: str) -> None:
    given = where.replace("postgres@", "postgres:hunter2@")
    with Ledger.open(given, create=True, now=now) as book:
        assert "hunter2" not in book.name
        assert kind == "sqlite" or "postgres" in book.name
