"""What is recorded, and how it is read back: `check --record`, `ledger log`, `show`, `stats`."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.ledgers import (
    SAMPLES,
    SEALED,
    Call,
    book,
    call,
    first,
    flat,
    objects,
    query,
)

__all__ = ["book", "call", "first"]

Write = Callable[..., Path]


def numbers(call: Call, *filters: str) -> list[int]:
    return [each["number"] for each in objects(call("ledger", "log", "l.db", "--json", *filters))]


def test_a_recorded_conclusion_has_a_number_in_text_and_in_json(call: Call, dossier: Write) -> None:
    path = dossier()
    assert "Enregistré : n° 1\n" in call("check", path, "--record", "l.db").stdout
    (found,) = objects(call("check", path, "--record", "l.db", "--json"))
    assert (found["recorded"], found["outcome"]) == (2, "eligible")
    assert "Recorded: number 3\n" in call("check", path, "--record=l.db", "--lang=en").stdout
    call("check", path, "--record", "l.db", "--markdown")
    assert numbers(call) == [0, 1, 2, 3, 4]


def test_nothing_is_numbered_where_nothing_is_recorded(call: Call, dossier: Write) -> None:
    (found,) = objects(call("check", dossier(), "--json"))
    assert "recorded" not in found
    assert "Enregistré" not in call("check", dossier()).stdout


def test_nothing_of_a_bad_file_is_recorded_and_the_others_are(
    call: Call, dossier: Write, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: BAD\nscheme: contrat-3s\ncompany:\n  equity: beaucoup\n", encoding="utf-8")
    paths = [dossier("a.yaml", id="A"), bad, dossier("b.yaml", id="B", company__equity=-1)]
    done = call("check", *paths, "--record", "l.db", "--json", code=2)
    assert "bad.yaml:4:" in done.stderr
    assert [(each["dossier"], each["recorded"]) for each in objects(done)] == [("A", 1), ("B", 2)]
    rows = objects(call("ledger", "log", "l.db", "--json"))
    assert [each["dossier"] for each in rows] == [None, "A", "B"]
    assert call("ledger", "verify", "l.db").stdout.endswith("conforme\n")


def test_a_ledger_is_added_to_and_never_begun_again(call: Call, book: Path) -> None:
    before = query(book, "SELECT data FROM entries ORDER BY number")
    call("check", SAMPLES[0], "--record", "l.db")
    after = query(book, "SELECT data FROM entries ORDER BY number")
    assert (after[:4], len(after)) == (before, 5)


def test_the_officer_is_kept_and_may_be_unnamed(call: Call, book: Path) -> None:
    call("check", SAMPLES[0], "--record", "l.db")
    rows = objects(call("ledger", "log", "l.db", "--json"))
    officers = [each["officer"] for each in rows]
    assert officers == [None, "A. Exemple", "A. Exemple", "A. Exemple", None]


def test_the_day_of_the_decision_and_the_moment_of_recording_are_two_things(
    call: Call, book: Path
) -> None:
    call("check", SAMPLES[0], "--record", "l.db", "--on", "2024-02-29")
    rows = objects(call("ledger", "log", "l.db", "--json"))
    assert [each["effective_on"] for each in rows[1:]] == [*["2023-02-01"] * 3, "2024-02-29"]
    moments = [each["recorded_at"] for each in rows]
    assert moments == sorted(moments)
    assert all(each.endswith("Z") and each > "2026" for each in moments)


def test_only_what_the_clauses_need_is_recorded(call: Call, dossier: Write, tmp_path: Path) -> None:
    names = {"company__name": "Madame Untel", "project__title": "Un titre que nul ne lit"}
    call("check", dossier(**names), "--record", "l.db")
    kept = (tmp_path / "l.db").read_bytes()
    assert b"OCC-TEST-1" in kept
    assert [each for each in names.values() if each.encode() in kept] == []


def test_what_is_sealed_stands_in_no_entry(call: Call, book: Path) -> None:
    assert SEALED in json.dumps(
        objects(call("ledger", "show", "l.db", 1, "--json")), ensure_ascii=False
    )
    entries = b"".join(bytes(each) for (each,) in query(book, "SELECT data FROM entries"))
    assert b"OCC-2023-00001" in entries
    assert SEALED.encode() not in entries
    assert b"liasse fiscale" not in entries


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ([], [0, 1, 2, 3, 4]),
        (["--outcome", "eligible"], [1]),
        (["--outcome", "ineligible"], [2]),
        (["--outcome", "award"], [4]),
        (["--officer", "A. Exemple"], [1, 2, 3]),
        (["--officer", "B. Exemple"], [4]),
        (["--officer", "B. Exemple", "--outcome", "eligible"], []),
        (["--scheme", "contrat-entreprise-avenir"], [2]),
        (["--scheme", "contrat-entreprise-avenir", "--outcome", "eligible"], []),
        (["--since", "2023-02-01"], [0, 1, 2, 3, 4]),
        (["--until", "2023-02-01"], []),
    ],
)
def test_the_log_is_filtered(
    call: Call, book: Path, filters: list[str], expected: list[int]
) -> None:
    call("ledger", "rule", "l.db", 1, "--officer", "B. Exemple", "--ruling", "award")
    assert numbers(call, *filters) == expected


def test_the_days_of_the_log_are_those_of_recording_both_included(call: Call, book: Path) -> None:
    rows = objects(call("ledger", "log", "l.db", "--json"))
    begun, ended = (date.fromisoformat(rows[at]["recorded_at"][:10]) for at in (0, -1))
    one = timedelta(days=1)
    assert numbers(call, "--since", str(begun), "--until", str(ended)) == [0, 1, 2, 3]
    assert numbers(call, "--since", str(ended + one)) == []
    assert numbers(call, "--until", str(begun - one)) == []


def test_a_row_of_the_log_says_who_what_when_and_about_which_entry(call: Call, book: Path) -> None:
    call("ledger", "rule", "l.db", 3, "--officer", "B. Exemple", "--ruling", "request")
    rows = objects(call("ledger", "log", "l.db", "--json"))
    assert [each["kind"] for each in rows] == ["opened", *["decision"] * 3, "ruling"]
    assert [each["about"] for each in rows] == [None, None, None, None, 3]
    assert [each["dossier"] for each in rows[1:]] == [
        *(f"OCC-2023-0000{at}" for at in (1, 2, 3)),
        "OCC-2023-00003",
    ]
    text = call("ledger", "log", "l.db").stdout
    for word in ("éligible", "inéligible", "incomplet", "acte (n° 3)", "B. Exemple"):
        assert word in text
    english = call("ledger", "log", "l.db", "--lang", "en").stdout
    assert "ineligible" in english
    assert "officer" in english
    assert "conclusion" not in english


def test_the_log_fits_80_columns_and_a_terminal_without_utf8(call: Call, book: Path) -> None:
    call("ledger", "rule", "l.db", 3, "--officer", "Bénédicte Exemple", "--ruling", "request")
    text = call("ledger", "log", "l.db").stdout
    assert [line for line in text.splitlines() if len(line) > 80] == []
    plain = call("ledger", "log", "l.db", env={"PYTHONIOENCODING": "ascii"})
    assert plain.stdout.isascii()
    assert plain.stderr == ""


def test_an_entry_is_shown_with_its_reasons(call: Call, book: Path) -> None:
    checked = call("check", SAMPLES[1]).stdout.strip()
    shown = call("ledger", "show", "l.db", 2).stdout
    assert checked in shown
    assert "A. Exemple" in shown.splitlines()[0]
    assert "must be above" in call("ledger", "show", "l.db", 2, "--lang", "en").stdout


def test_an_entry_as_json_has_the_entry_what_is_sealed_and_the_rulings(
    call: Call, book: Path
) -> None:
    call("ledger", "rule", "l.db", 1, "--officer", "B. Exemple", "--ruling", "award")
    call("ledger", "rule", "l.db", 3, "--officer", "B. Exemple", "--ruling", "withdraw")
    (found,) = objects(call("ledger", "show", "l.db", 1, "--json"))
    assert set(found) == {"entry", "sealed", "rulings"}
    core = found["entry"]["body"]["core"]
    assert (core["dossier"], core["outcome"]) == ("OCC-2023-00001", "eligible")
    assert found["sealed"]["project.environmental_measures"] == {"value": SEALED}
    assert set(found["sealed"]) == {n for n, raw in core["facts"].items() if "sealed" in raw}
    assert [each["body"]["ruling"] for each in found["rulings"]] == ["award"]
    text = call("ledger", "show", "l.db", 1).stdout
    assert "n° 4" in text
    assert "n° 5" not in text


def test_no_salt_is_shown(call: Call, book: Path) -> None:
    shown = call("ledger", "show", "l.db", 1, "--json").stdout
    salts = query(book, "SELECT salt FROM sealed")
    assert salts
    assert [each for (each,) in salts if bytes(each).hex() in shown] == []


EXPECTED: dict[str, Any] = {
    "entries": 6,
    "outcomes": {"eligible": 1, "ineligible": 1, "incomplete": 1},
    "rulings": {"award": 1, "withdraw": 1},
    "departures": 1,
    "not_met": {"SRDEII-A27-E3": 1, "SRDEII-A27-E6a2": 1},
    "missing": {
        "company.social_compliant": 1,
        "company.tax_compliant": 1,
        "self_diagnosis.module": 1,
    },
}


def test_stats_count_conclusions_rulings_departures_and_clauses(call: Call, book: Path) -> None:
    by = ("--officer", "B. Exemple", "--motive", "urgence")
    call("ledger", "rule", "l.db", 2, "--ruling", "award", *by)
    call("ledger", "rule", "l.db", 3, "--ruling", "withdraw", *by)
    (found,) = objects(call("ledger", "stats", "l.db", "--json"))
    assert {key: found[key] for key in EXPECTED} == EXPECTED
    assert found["schemes"]["contrat-entreprise-avenir"] == {"ineligible": 1}
    text = call("ledger", "stats", "l.db").stdout
    for words in ("6 entrées", "s'écartent de la conclusion : 1", "SRDEII-A27-E3"):
        assert words in text
    english = flat(call("ledger", "stats", "l.db", "--lang", "en").stdout)
    for words in ("6 entries", "depart from the conclusion: 1", "1 ineligible", "1 award"):
        assert words in english


FRENCH = re.compile(r"[éèàùçœ«»]|n°|registre|conforme|racine|entr[ée]e")


@pytest.mark.parametrize("asked", [("--lang", "en"), ()])
def test_every_command_answers_in_english_when_asked(
    call: Call, book: Path, asked: tuple[str, ...]
) -> None:
    by = ("--officer", "B. Exemple", "--motive", "late")
    for words in (
        ("ledger", "rule", "l.db", 1, "--ruling", "reject", *by),
        ("ledger", "checkpoint", "l.db", "--out", "c"),
        ("ledger", "prove", "l.db", 4, "--out", "p"),
        ("ledger", "verify", "--proof", "p", "--checkpoint", "c"),
        ("ledger", "verify", "l.db", "--checkpoint", "c"),
        ("ledger", "export", "l.db", "--out", "a.zip"),
        ("ledger", "erase", "l.db", 1, *by, "--yes"),
        ("ledger", "show", "l.db", 1),
        ("ledger", "show", "l.db", 5),
        ("ledger", "log", "l.db"),
        ("ledger", "stats", "l.db"),
        ("ledger", "upgrade", "l.db"),
        ("replay", "l.db"),
    ):
        said = call(*words, *asked, env={} if asked else {"ELIGIBILITY_LANG": "en"}).stdout
        assert said
        assert not FRENCH.search(said), said
