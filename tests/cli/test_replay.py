"""What scripts and people get from `eligibility replay`."""

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.ledgers import ROOT, SAMPLES, Call, book, call, first, objects, tamper

__all__ = ["book", "call", "first"]

RULES = ROOT / "rules" / "occitanie"
FIXED_SUM = "pass-transformation-ecologique/amount=fixed-sum"
DOSSIER = re.compile(r"OCC-2023-\d{5}")


def other_rules(tmp_path: Path, old: str = "", new: str = "") -> Path:
    """A copy of the rules with *old* replaced."""
    folder = tmp_path / "other" / "occitanie"
    shutil.copytree(RULES, folder)
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return folder


def test_decisions_that_come_out_the_same_are_identical(call: Call, book: Path) -> None:
    assert "3 identique" in call("replay", "l.db").stdout
    assert "3 identical" in call("replay", "l.db", "--lang", "en").stdout


def test_json_is_one_object_a_decision(call: Call, book: Path) -> None:
    rows = objects(call("replay", "l.db", "--json"))
    assert [each["number"] for each in rows] == [1, 2, 3]
    assert [each["dossier"] for each in rows] == [f"OCC-2023-0000{at}" for at in (1, 2, 3)]
    assert {each["verdict"] for each in rows} == {"identical"}
    assert [(each["before"], each["after"]) for each in rows] == [
        ("eligible", "eligible"),
        ("ineligible", "ineligible"),
        ("incomplete", "incomplete"),
    ]
    assert all(each["differences"] == [] and each["cause"] is None for each in rows)


def test_one_decision_can_be_replayed_alone(call: Call, book: Path) -> None:
    (found,) = objects(call("replay", "l.db", "--decision", 2, "--json"))
    assert (found["number"], found["verdict"]) == (2, "identical")
    assert "1 identique" in call("replay", "l.db", "--decision", 2).stdout


def test_rulings_are_not_replayed(call: Call, book: Path) -> None:
    call("ledger", "rule", "l.db", 1, "--officer", "B. Exemple", "--ruling", "award")
    assert "3 identique" in call("replay", "l.db").stdout
    assert "n° 4" in call("replay", "l.db", "--decision", 4, code=2).stderr


def test_a_ledger_that_holds_no_decision_replays(call: Call, book: Path) -> None:
    tamper(book, "DELETE FROM entries WHERE number > 0")
    assert "0 conclusion" in call("replay", "l.db").stdout


def test_the_same_rules_elsewhere_change_nothing(call: Call, book: Path, tmp_path: Path) -> None:
    folder = other_rules(tmp_path)
    assert "3 identique" in call("replay", "l.db", "--rulebook", folder).stdout


def test_other_rules_are_told_as_counts_and_the_dossiers_that_change(
    call: Call, book: Path, tmp_path: Path
) -> None:
    folder = other_rules(tmp_path, "at_most: 10000 EUR", "at_most: 7000 EUR")
    text = call("replay", "l.db", "--rulebook", folder, code=1).stdout
    assert DOSSIER.findall(text) == ["OCC-2023-00001"]
    (row,) = (line for line in text.splitlines() if "OCC-2023-00001" in line)
    assert "DELIB-A11-AMOUNT" in row
    assert re.search(r"met ?(→|->) ?not_met", row)
    rows = objects(call("replay", "l.db", "--rulebook", folder, "--json", code=1))
    assert [(each["before"], each["after"]) for each in rows] == [
        ("eligible", "ineligible"),
        ("ineligible", "ineligible"),
        ("incomplete", "incomplete"),
    ]
    assert rows[0]["cause"] == "rules"
    assert {"what": "DELIB-A11-AMOUNT", "before": "met", "after": "not_met"} in rows[0][
        "differences"
    ]


def test_counts_say_how_many_go_from_one_outcome_to_another(
    call: Call, book: Path, tmp_path: Path
) -> None:
    folder = other_rules(tmp_path, "at_most: 10000 EUR", "at_most: 7000 EUR")
    text = call("replay", "l.db", "--rulebook", folder, "--lang", "en", code=1).stdout
    found = {(a, b): int(n) for n, a, b in re.findall(r"(\d+)  (\w+) → (\w+)", text)}
    assert found == {
        ("eligible", "ineligible"): 1,
        ("ineligible", "ineligible"): 1,
        ("incomplete", "incomplete"): 1,
    }


def test_outcomes_under_other_rules_are_words_of_the_language_asked(
    call: Call, book: Path, tmp_path: Path
) -> None:
    text = call("replay", "l.db", "--reading", FIXED_SUM, code=1).stdout
    assert "inéligible" in text
    assert not re.search(r"\b(eligible|ineligible|incomplete)\b", text)


def test_another_reading_names_just_the_dossiers_that_change(call: Call, book: Path) -> None:
    text = call("replay", "l.db", "--reading", FIXED_SUM, code=1).stdout
    assert DOSSIER.findall(text) == ["OCC-2023-00001"]
    rows = objects(call("replay", "l.db", "--reading", FIXED_SUM, "--json", code=1))
    assert [each["after"] for each in rows] == ["ineligible", "ineligible", "incomplete"]
    assert (rows[0]["before"], rows[0]["cause"]) == ("eligible", "rules")


def test_a_threshold_that_decides_nothing_new_is_no_change_of_a_dossier(
    call: Call, book: Path
) -> None:
    reading = "SRDEII-A27/equity=zero-is-positive"  # no equity of these three is zero
    text = call("replay", "l.db", "--reading", reading, code=None).stdout
    assert DOSSIER.findall(text) == []


@pytest.mark.parametrize(
    "reading", ["SRDEII-A27/equiti=zero-is-positive", "SRDEII-A27/equity=zero"]
)
def test_an_unknown_reading_is_an_error_and_offers_the_nearest_one(
    call: Call, book: Path, reading: str
) -> None:
    done = call("replay", "l.db", "--reading", reading, code=2)
    assert "zero-is-positive" in done.stderr or "SRDEII-A27/equity" in done.stderr


def test_a_decision_that_other_rules_cannot_make_says_why(
    call: Call, book: Path, tmp_path: Path
) -> None:
    folder = other_rules(tmp_path)
    (folder / "schemes" / "contrat-entreprise-avenir.yaml").unlink()
    shutil.rmtree(folder / "schemes" / "examples")
    done = call("replay", "l.db", "--rulebook", folder, code=1)
    assert "OCC-2023-00002" in done.stdout
    assert "contrat-entreprise-avenir" in done.stdout + done.stderr


def test_a_changed_fact_is_told_with_its_cause_and_its_clause(call: Call, book: Path) -> None:
    tamper(
        book,
        "UPDATE sealed SET value = CAST(replace(value, '8500000', '-100') AS BLOB) "
        "WHERE number = 1 AND name = 'company.equity'",
    )
    text = call("replay", "l.db", code=1).stdout
    assert DOSSIER.findall(text) == ["OCC-2023-00001"]
    for said in ("différent", "les données", "SRDEII-A27-E3", "not_met", "2 identique"):
        assert said in text
    english = call("replay", "l.db", "--lang", "en", code=1).stdout
    assert "cause: the facts" in english
    assert call("ledger", "verify", "l.db", code=1)


def test_a_fact_damaged_by_hand_does_not_pass_for_an_erased_one(call: Call, book: Path) -> None:
    tamper(book, "UPDATE sealed SET value = x'ff' WHERE number = 1")
    assert "effacé" not in call("replay", "l.db", code=1).stdout


def test_rules_that_are_missing_are_told_with_the_cure(call: Call, book: Path) -> None:
    tamper(book, "DELETE FROM rulebooks")
    text = call("replay", "l.db", code=1).stdout
    assert text.count("--rulebook") == 3
    assert "non rejouable" in text
    assert "give them with --rulebook" in call("replay", "l.db", "--lang", "en", code=1).stdout
    assert "3 identique" in call("replay", "l.db", "--rulebook", RULES).stdout


def test_a_decision_that_cannot_be_read_is_not_passed_over(call: Call, book: Path) -> None:
    tamper(book, "UPDATE entries SET data = x'00' WHERE number = 2")
    done = call("replay", "l.db", code=1)
    assert "n° 2" in done.stdout + done.stderr
    assert "2 identique" in done.stdout


def test_a_decision_that_cannot_be_shown_for_lack_of_rules_is_not_called_erased(
    call: Call, book: Path
) -> None:
    tamper(book, "DELETE FROM rulebooks")
    done = call("ledger", "show", "l.db", 1, code=None)
    assert "effacé" not in done.stdout
    assert "SRDEII-A27-E3" in done.stdout


def test_replay_fits_80_columns_and_a_terminal_without_utf8(
    call: Call, book: Path, tmp_path: Path
) -> None:
    call("check", *SAMPLES, "--record", "l.db", "--officer", "A. Exemple")
    text = call("replay", "l.db", "--reading", FIXED_SUM, code=1).stdout
    assert [line for line in text.splitlines() if len(line) > 80] == []
    plain = call(
        "replay", "l.db", "--reading", FIXED_SUM, code=1, env={"PYTHONIOENCODING": "ascii"}
    )
    assert plain.stdout.isascii()
