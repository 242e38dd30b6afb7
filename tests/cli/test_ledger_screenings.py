"""A ledger that holds screenings beside conclusions: each command tells them for what they are."""

import re
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from eligibility.ledger.screenings import Counts
from tests.cli.ledgers import Call, call, first, flat, objects, query, rewrite, tamper
from tests.ledger.making import now, opened, screened

__all__ = ["call", "first"]

OWN_DAYS, ONE_DAY = 4, 5
"""The screenings, after three conclusions: of rows on their own days, and on one day for all."""
BY = ("--officer", "B. Exemple")
ENGLISH = re.compile(r"\b(table|rows?|screening|rules|result|reading|in error|on)\b")
FRENCH = re.compile(r"[éèàùçœ«»]|n°|tableau|ligne|criblage|règles|lecture")


@pytest.fixture
def book(first: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "l.db"
    path.write_bytes(first)
    with opened(str(path), create=False) as made:
        made.append([screened()], now)
        day = date(2024, 2, 29)
        counts = Counts(eligible=0, ineligible=12000, incomplete=0, errors=0)
        made.append([screened(on=day, rows=12000, counts=counts, readings={}, by=None)], now)
    return path


def test_the_log_lists_a_screening(call: Call, book: Path) -> None:
    rows = objects(call("ledger", "log", "l.db", "--json"))
    assert [each["kind"] for each in rows] == ["opened", *["decision"] * 3, *["screening"] * 2]
    assert [each["officer"] for each in rows[OWN_DAYS:]] == ["A. Martin", None]
    assert [each["effective_on"] for each in rows[OWN_DAYS:]] == [None, "2024-02-29"]
    for row in rows[OWN_DAYS:]:
        assert [row[name] for name in ("dossier", "scheme", "outcome", "about")] == [None] * 4
    french = call("ledger", "log", "l.db").stdout.splitlines()
    assert re.fullmatch(r" +4  2026-01-02 03:04  criblage +A\. Martin *", french[1 + OWN_DAYS])
    english = call("ledger", "log", "l.db", "--lang", "en").stdout.splitlines()
    assert re.fullmatch(r" +5  2026-01-02 03:04  screening *", english[1 + ONE_DAY])


def test_the_filters_of_the_log_fit_a_screening(call: Call, book: Path) -> None:
    def numbers(*words: str) -> list[int]:
        return [each["number"] for each in objects(call("ledger", "log", "l.db", "--json", *words))]

    assert numbers("--officer", "A. Martin") == [OWN_DAYS]
    assert numbers("--outcome", "eligible") == [1]
    assert OWN_DAYS not in numbers("--scheme", "contrat-3s")
    assert numbers("--until", "2026-01-02") == [OWN_DAYS, ONE_DAY]


def test_a_screening_is_shown_with_its_table_its_rules_and_its_counts(
    call: Call, book: Path
) -> None:
    said = call("ledger", "show", "l.db", OWN_DAYS).stdout
    assert re.match(r"n° 4  criblage  2026-01-02T03:04:05\+00:00  A\. Martin\n", said)
    for words in (
        "tableau : demandes 2023.csv, 10 ligne(s)\n  sha256:" + "1a" * 32,
        "résultat : résultat.parquet\n  sha256:" + "2b" * 32,
        "règles du 25 novembre 2022\n  sha256:",
        "lecture retenue : SRDEII-A27/equity = zero-is-positive",
        "chaque ligne à son jour, sinon au 2 janvier 2026",
        "  4  éligible",
        "  3  inéligible",
        "  2  incomplet",
        "  1  en erreur",
    ):
        assert words in said
    assert not ENGLISH.search(said)
    assert [line for line in said.splitlines() if len(line) > 80] == []


def test_a_screening_is_shown_in_english(call: Call, book: Path) -> None:
    said = call("ledger", "show", "l.db", ONE_DAY, "--lang", "en").stdout
    assert re.match(r"no\. 5  screening  \S+  \(no officer named\)\n", said)
    for words in (
        "table: demandes 2023.csv, 12000 row(s)",
        "rules of 25 November 2022",
        "on 29 February 2024",
        "12000  ineligible",
        "    0  in error",
    ):
        assert words in said
    assert "own day" not in said
    assert "reading" not in said
    assert not FRENCH.search(said.replace("résultat.parquet", ""))
    other = call("ledger", "show", "l.db", OWN_DAYS, "--lang", "en").stdout
    assert "each row on its own day, else on 2 January 2026" in other
    assert "reading taken: SRDEII-A27/equity = zero-is-positive" in other


def test_a_screening_as_json_is_the_entry(call: Call, book: Path) -> None:
    (found,) = objects(call("ledger", "show", "l.db", OWN_DAYS, "--json"))
    assert (found["sealed"], found["rulings"]) == ({}, [])
    entry = found["entry"]
    assert (entry["kind"], entry["officer"]) == ("screening", "A. Martin")
    assert set(entry["versions"]) == {"eligibility", "core"}
    assert entry["body"] == screened().draft.body


def test_a_screening_can_be_told_where_only_ascii_can_be_printed(call: Call, book: Path) -> None:
    for words in (("show", OWN_DAYS), ("show", OWN_DAYS, "--json"), ("stats",), ("log",)):
        name, *rest = words
        done = call("ledger", name, "l.db", *rest, env={"PYTHONIOENCODING": "ascii"})
        assert done.stdout.isascii()


def test_stats_count_screenings_apart_from_conclusions(call: Call, book: Path) -> None:
    (found,) = objects(call("ledger", "stats", "l.db", "--json"))
    assert found["entries"] == 6
    assert found["kinds"] == {"opened": 1, "decision": 3, "screening": 2}
    assert found["outcomes"] == {"eligible": 1, "ineligible": 1, "incomplete": 1}
    assert found["screenings"] == {
        "runs": 2,
        "rows": 12010,
        "eligible": 4,
        "ineligible": 12003,
        "incomplete": 2,
        "errors": 1,
    }
    said = call("ledger", "stats", "l.db").stdout
    assert "criblages : 2, 12010 ligne(s)" in said
    assert "1  en erreur" in said
    english = flat(call("ledger", "stats", "l.db", "--lang", "en").stdout)
    assert "screenings: 2, 12010 row(s) 4 eligible 12003 ineligible 2 incomplete 1 in" in english


def test_stats_of_a_ledger_without_a_screening_say_nothing_of_it(
    call: Call, first: bytes, tmp_path: Path
) -> None:
    (tmp_path / "l.db").write_bytes(first)
    (found,) = objects(call("ledger", "stats", "l.db", "--json"))
    assert set(found["screenings"].values()) == {0}
    assert "criblage" not in call("ledger", "stats", "l.db").stdout


def test_a_ledger_with_screenings_is_verified_and_proved(call: Call, book: Path) -> None:
    said = call("ledger", "verify", "l.db").stdout
    assert "6 entrées" in said
    assert said.endswith("conforme\n")
    call("ledger", "checkpoint", "l.db", "--out", "c")
    call("ledger", "verify", "l.db", "--checkpoint", "c")
    call("ledger", "prove", "l.db", OWN_DAYS, "--out", "p")
    call("ledger", "verify", "--proof", "p", "--checkpoint", "c")


def test_an_altered_screening_is_named(call: Call, book: Path) -> None:
    ((data,),) = query(book, "SELECT data FROM entries WHERE number = 4")
    other = bytes(data).replace(b'"eligible":4', b'"eligible":5')
    tamper(book, f"UPDATE entries SET data = x'{other.hex()}' WHERE number = 4")
    french = call("ledger", "verify", "l.db", code=1).stdout
    assert "entrée n° 4 : " in french
    assert french.endswith("altéré\n")
    assert "entry 4: " in call("ledger", "verify", "l.db", "--lang", "en", code=1).stdout
    call("ledger", "export", "l.db", "--out", "a.zip", code=1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"errors":1', '"errors":"1"'),
        ('"ineligible":3', '"ineligible":3,"others":0'),
        (',"rows":10', ""),
    ],
)
def test_a_screening_of_another_form_is_bad_however_it_is_bound(
    call: Call, book: Path, old: str, new: str
) -> None:
    rewrite(book, OWN_DAYS, old, new)
    said = call("ledger", "verify", "l.db", code=1).stdout
    assert "entrée n° 4 : le contenu de l'entrée est altéré (pas ce que contient" in said
    for words in (("show", OWN_DAYS), ("stats",)):
        name, *rest = words
        assert "n° 4 est altérée" in call("ledger", name, "l.db", *rest, code=2).stderr


@pytest.mark.parametrize("redact", [(), ("--redact",)])
def test_an_archive_with_screenings_reads_as_the_ledger_does(
    call: Call, book: Path, redact: tuple[str, ...]
) -> None:
    call("ledger", "export", "l.db", "--out", "a.zip", *redact)
    assert call("ledger", "verify", "a.zip").stdout.endswith("conforme\n")
    for name, *rest in (("log", "--json"), ("log",), ("show", "4"), ("show", "5", "--json")):
        there, kept = (call("ledger", name, where, *rest).stdout for where in ("l.db", "a.zip"))
        assert there == kept
    assert "3 conclusion(s)" in call("replay", "a.zip").stdout


def test_replay_counts_conclusions_only(call: Call, book: Path) -> None:
    assert "3 conclusion(s) : 3 identique(s)" in call("replay", "l.db").stdout
    assert "3 decision(s): 3 identical" in call("replay", "l.db", "--lang", "en").stdout
    rows = objects(call("replay", "l.db", "--json"))
    assert [each["number"] for each in rows] == [1, 2, 3]


def test_a_screening_is_no_decision_to_replay(call: Call, book: Path) -> None:
    said = call("replay", "l.db", "--decision", OWN_DAYS, code=2).stderr
    assert "l'entrée n° 4 n'est pas une conclusion" in said


@pytest.mark.parametrize("ruling", ["award", "reject", "request", "withdraw"])
def test_an_officer_cannot_rule_on_a_screening(call: Call, book: Path, ruling: str) -> None:
    words = ("ledger", "rule", "l.db", OWN_DAYS, *BY, "--ruling", ruling, "--motive", "m")
    said = flat(call(*words, code=2).stderr)
    assert "l'entrée n° 4 est le criblage d'un tableau, pas la conclusion sur un dossier" in said
    assert "eligibility check DOSSIER --record" in said
    english = flat(call(*words, "--lang", "en", code=2).stderr)
    assert "entry 4 is the screening of a table, not the conclusion on a dossier" in english
    assert len(query(book, "SELECT number FROM entries")) == 6


def test_a_screening_has_nothing_to_erase(call: Call, book: Path) -> None:
    words = ("ledger", "erase", "l.db", OWN_DAYS, *BY, "--motive", "m", "--yes")
    assert "rien à effacer" in call(*words, code=2).stderr
    call("ledger", "erase", "l.db", "--before", "9999-12-31", *BY, "--motive", "m", "--yes")
    (found,) = objects(call("ledger", "show", "l.db", 6, "--json"))
    assert found["entry"]["body"]["erased"] == [1, 2, 3]
    assert call("ledger", "verify", "l.db").stdout.endswith("conforme\n")


def test_the_database_refuses_to_change_a_screening(book: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        query(book, "UPDATE entries SET data = x'00' WHERE number = 4")
