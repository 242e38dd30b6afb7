"""What officers add to the record: `ledger rule`, `erase`, `upgrade`."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.ledgers import Call, book, call, first, flat, objects, query, rewrite, tamper

__all__ = ["book", "call", "first"]

CLAUSE = re.compile(r"SRDEII|SRDTL|DELIB")
BY = ("--officer", "B. Exemple")


@pytest.mark.parametrize(
    ("number", "ruling", "follows", "said"),
    [
        (1, "award", True, "suit la conclusion (éligible)"),
        (2, "reject", True, "suit la conclusion (inéligible)"),
        (3, "request", True, "suit la conclusion (incomplet)"),
        (1, "reject", False, "rejet par appréciation"),
        (1, "request", False, "s'écarte de la conclusion (éligible)"),
        (2, "award", False, "s'écarte de la conclusion (inéligible)"),
        (2, "request", False, "s'écarte de la conclusion (inéligible)"),
        (3, "award", False, "s'écarte de la conclusion (incomplet)"),
        (3, "reject", False, "s'écarte de la conclusion (incomplet)"),
        (1, "withdraw", None, "demande retirée"),
        (2, "withdraw", None, "demande retirée"),
        (3, "withdraw", None, "demande retirée"),
    ],
)
def test_a_ruling_follows_the_conclusion_or_departs_from_it(
    call: Call, book: Path, number: int, ruling: str, follows: bool | None, said: str
) -> None:
    told = call("ledger", "rule", "l.db", number, *BY, "--ruling", ruling, "--motive", "m. suffit")
    assert said in told.stdout
    assert "m. suffit" in told.stdout
    assert "Enregistré : n° 4\n" in told.stdout
    ((data,),) = query(book, "SELECT data FROM entries WHERE number = 4")
    ruled = json.loads(data)
    assert (ruled["officer"], ruled["body"]["about"]) == ("B. Exemple", number)
    assert (ruled["body"]["ruling"], ruled["body"]["follows"]) == (ruling, follows)


@pytest.mark.parametrize(
    ("number", "ruling", "motive", "needed"),
    [
        (1, "award", (), False),
        (3, "request", (), False),
        (2, "withdraw", (), False),
        (1, "reject", (), True),
        (1, "reject", ("--motive", "  "), True),
        (1, "request", (), True),
        (2, "award", (), True),
        (2, "request", (), True),
        (3, "award", (), True),
        (3, "reject", (), True),
    ],
)
def test_a_departure_needs_a_motive(
    call: Call, book: Path, number: int, ruling: str, motive: tuple[str, ...], needed: bool
) -> None:
    words = ("ledger", "rule", "l.db", number, *BY, "--ruling", ruling, *motive)
    done = call(*words, code=2 if needed else 0)
    assert ("--motive" in done.stderr) is needed
    assert len(query(book, "SELECT number FROM entries")) == (4 if needed else 5)


def test_a_refusal_by_judgement_says_so_and_blames_no_clause(call: Call, book: Path) -> None:
    words = ("ledger", "rule", "l.db", 1, *BY, "--ruling", "reject", "--motive", "effet non montré")
    told = call(*words).stdout
    assert "par appréciation" in told
    assert "aucune clause n'est en défaut" in told
    assert not CLAUSE.search(told)
    english = call(*words, "--lang", "en").stdout
    assert "by judgement" in english
    assert "no clause failed" in english
    assert not CLAUSE.search(english)
    ruled = objects(call("ledger", "show", "l.db", 1, "--json"))[0]["rulings"]
    assert [CLAUSE.search(str(each["body"])) for each in ruled] == [None, None]
    assert told.splitlines()[0] in call("ledger", "show", "l.db", 1).stdout


def test_a_ruling_is_bound_to_the_very_conclusion(call: Call, book: Path) -> None:
    call("ledger", "rule", "l.db", 2, *BY, "--ruling", "reject", "--motive", "fonds propres")
    ((data,),) = query(book, "SELECT data FROM entries WHERE number = 2")
    (shown,) = objects(call("ledger", "show", "l.db", 4, "--json"))
    body = shown["entry"]["body"]
    assert (body["about"], body["dossier"], body["outcome"]) == (2, "OCC-2023-00002", "ineligible")
    assert body["decision"] == hashlib.sha256(data).hexdigest()


def test_a_ruling_that_is_bound_to_another_content_is_found(call: Call, book: Path) -> None:
    call("ledger", "rule", "l.db", 2, *BY, "--ruling", "reject", "--motive", "fonds propres")
    ((data,),) = query(book, "SELECT data FROM entries WHERE number = 2")
    rewrite(book, 4, hashlib.sha256(data).hexdigest(), "0" * 64)
    assert "entrée n° 4" in call("ledger", "verify", "l.db", code=1).stdout


def test_a_ruling_shown_alone_says_which_decision_it_is_about(call: Call, book: Path) -> None:
    call("ledger", "rule", "l.db", 3, *BY, "--ruling", "request")
    assert re.search(r"n° 3\b|OCC-2023-00003", call("ledger", "show", "l.db", 4).stdout)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((99, *BY, "--ruling", "award"), "99"),
        ((10**20, *BY, "--ruling", "award"), "1000"),
        ((0, *BY, "--ruling", "award"), "n° 0"),
        ((4, *BY, "--ruling", "award"), "n° 4"),
        ((1, *BY, "--ruling", "refuse"), "withdraw"),
        ((1, "--officer", " ", "--ruling", "award"), "--officer"),
        ((1, "--ruling", "award"), "--officer"),
        ((1, "--officer", "\udcff", "--ruling", "award"), ""),
        ((1, *BY), "--ruling"),
        (("un", *BY, "--ruling", "award"), "un"),
    ],
)
def test_a_ruling_that_cannot_be_is_refused_and_not_recorded(
    call: Call, book: Path, words: tuple[object, ...], said: str
) -> None:
    call("ledger", "rule", "l.db", 3, *BY, "--ruling", "request")
    done = call("ledger", "rule", "l.db", *words, code=2)
    assert said in done.stderr
    assert len(query(book, "SELECT number FROM entries")) == 5


def test_a_refusal_of_a_ruling_is_told_in_the_language_asked(call: Call, book: Path) -> None:
    words = ("ledger", "rule", "l.db", 1, *BY, "--ruling", "reject")
    assert "needs a motive" in call(*words, "--lang", "en", code=2).stderr
    french = call(*words, code=2).stderr
    assert "motif" in french
    assert [each for each in ("reject", "eligible") if each in french] == []


ERASE = ("ledger", "erase", "l.db", 1, "--officer", "A. Exemple", "--motive", "demande")


def test_what_is_erased_is_gone_and_the_rest_is_as_it_was(
    call: Call, book: Path, dossier: Callable[..., Path], tmp_path: Path
) -> None:
    secret = "Un texte que personne d'autre n'a écrit"
    call("check", dossier(project__environmental_measures=secret), "--record", "l.db")
    salts = [bytes(each) for (each,) in query(book, "SELECT salt FROM sealed WHERE number = 4")]
    before = query(book, "SELECT number, data FROM entries")
    assert secret.encode() in book.read_bytes()
    words = ("ledger", "erase", "l.db", 4, "--officer", "A. Exemple", "--motive", "demande")
    assert "n° 5" in call(*words, "--yes").stdout
    kept = b"".join(each.read_bytes() for each in tmp_path.glob("l.db*"))
    assert secret.encode() not in kept
    assert [each for each in salts if each in kept] == []
    assert query(book, "SELECT number, data FROM entries WHERE number < 5") == before
    verified = call("ledger", "verify", "l.db").stdout
    assert verified.endswith("conforme\n")
    assert "1 entrée(s) aux données effacées" in verified


def test_replay_says_not_replayable_of_what_was_erased_alone(call: Call, book: Path) -> None:
    call(*ERASE, "--yes")
    rows = objects(call("replay", "l.db", "--json"))
    found = {each["number"]: each["verdict"] for each in rows}
    assert found == {1: "erased", 2: "identical", 3: "identical"}
    text = call("replay", "l.db", "--lang", "en").stdout
    assert "not replayable: erased" in text
    assert "2 identical" in text


def test_an_erased_decision_still_shows_its_statuses(call: Call, book: Path) -> None:
    call(*ERASE, "--yes")
    shown = call("ledger", "show", "l.db", 1).stdout
    assert re.search(r"DELIB-A11-AMOUNT +remplie", shown)
    assert "effacées" in shown
    (found,) = objects(call("ledger", "show", "l.db", 1, "--json"))
    assert found["sealed"] == {}
    assert found["entry"]["body"]["core"]["outcome"] == "eligible"


def test_an_erased_decision_still_shows_its_dossier_and_outcome(call: Call, book: Path) -> None:
    call(*ERASE, "--yes")
    shown = call("ledger", "show", "l.db", 1).stdout
    assert "OCC-2023-00001" in shown
    assert "éligible" in shown.lower()


def test_an_erasure_names_its_officer_its_motive_and_its_entries(call: Call, book: Path) -> None:
    call(*ERASE, "--yes")
    (found,) = objects(call("ledger", "show", "l.db", 4, "--json"))
    assert (found["entry"]["kind"], found["entry"]["officer"]) == ("erasure", "A. Exemple")
    assert found["entry"]["body"] == {"erased": [1], "motive": "demande"}
    text = flat(call("ledger", "show", "l.db", 4).stdout)
    assert "données effacées : 1 demande" in text


def test_all_that_was_recorded_before_a_day_is_erased(call: Call, book: Path) -> None:
    by = ("--officer", "A. Exemple", "--motive", "fin du délai", "--yes")
    assert (
        "effacer" in call("ledger", "erase", "l.db", "--before", "2023-02-02", *by, code=2).stderr
    )
    call("ledger", "erase", "l.db", "--before", "9999-12-31", *by)
    rows = objects(call("replay", "l.db", "--json"))
    assert {each["verdict"] for each in rows} == {"erased"}
    assert query(book, "SELECT * FROM sealed") == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((1, "--motive", "m", "--yes"), 2),
        ((1, "--officer", "A", "--yes"), 2),
        ((1, "--officer", " ", "--motive", "m", "--yes"), 2),
        ((1, "--officer", "A", "--motive", " ", "--yes"), 2),
        ((1, "--officer", "A", "--motive", "m"), 1),  # asks, and nobody answers
        (("--officer", "A", "--motive", "m", "--yes"), 2),
        ((0, "--officer", "A", "--motive", "m", "--yes"), 2),
        ((1, 99, "--officer", "A", "--motive", "m", "--yes"), 2),
        ((10**20, "--officer", "A", "--motive", "m", "--yes"), 2),
        ((1, "--before", "2030-01-01", "--officer", "A", "--motive", "m", "--yes"), 2),
    ],
)
def test_an_erasure_that_is_not_wholly_meant_erases_nothing(
    call: Call, book: Path, words: tuple[object, ...], code: int
) -> None:
    before = query(book, "SELECT * FROM sealed")
    call("ledger", "erase", "l.db", *words, code=code, input="")
    assert query(book, "SELECT * FROM sealed") == before
    assert len(query(book, "SELECT number FROM entries")) == 4


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1)])
def test_an_erasure_asks_first(call: Call, book: Path, answer: str, code: int) -> None:
    call(*ERASE, code=code, input=answer)
    assert bool(query(book, "SELECT * FROM sealed WHERE number = 1")) is bool(code)


def test_nothing_is_erased_twice(call: Call, book: Path) -> None:
    call(*ERASE, "--yes")
    assert "rien à effacer" in call(*ERASE, "--yes", code=2).stderr


def test_upgrade_says_the_schema(call: Call, book: Path) -> None:
    assert "0001" in call("ledger", "upgrade", "l.db").stdout
    assert call("ledger", "upgrade", "l.db", "--lang", "en").stdout == "Schema 0001.\n"


@pytest.mark.parametrize(
    ("schema", "cure"), [("9999", "version plus récente"), ("0000", "upgrade")]
)
def test_another_schema_is_refused_with_the_cure(
    call: Call, book: Path, schema: str, cure: str
) -> None:
    tamper(book, f"UPDATE alembic_version SET version_num = '{schema}'")
    for words in (("ledger", "log", "l.db"), ("ledger", "verify", "l.db"), ("replay", "l.db")):
        done = call(*words, code=2)
        assert schema in done.stderr
        assert cure in done.stderr
    call("ledger", "upgrade", "l.db", code=2)  # no such schema was ever written
