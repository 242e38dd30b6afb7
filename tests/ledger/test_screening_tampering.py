"""A screening has one form, and no change of it goes unfound."""

import contextlib
import copy
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from eligibility.language import Lang
from eligibility.ledger.bodies import Kind, fits
from eligibility.ledger.tables import rulebooks, sealed
from eligibility.rulebook import in_force
from tests.cli import ledgers
from tests.ledger.making import (
    DECIDED,
    decided,
    now,
    opened,
    region,
    screened,
    tampering,
    verified,
)
from tests.ledger.test_tampering import first_flaw, put, rewrite, tampered

AT = 2
"""The screening in `book`: a decision comes before it, and another after."""


def body(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(dict(screened(**changes).draft.body))


@pytest.fixture
def book(where: str) -> str:
    with opened(where) as made:
        made.append([decided(DECIDED[0]), screened(), decided(DECIDED[1])], now)
    return where


PLACES = [(), ("input",), ("output",), ("rulebooks", 0), ("counts",)]


def inside(found: Any, place: tuple[Any, ...]) -> dict[str, Any]:
    for step in place:
        found = found[step]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_screening_with_a_key_too_few_or_too_many_has_not_its_form(
    place: tuple[Any, ...],
) -> None:
    assert fits(Kind.SCREENING, body())
    for key in inside(body(), place):
        lacking = body()
        del inside(lacking, place)[key]
        assert not fits(Kind.SCREENING, lacking), key
    more = body()
    inside(more, place)["note"] = "x"
    assert not fits(Kind.SCREENING, more)


ODD: tuple[Any, ...] = (None, "x", "", 5, -1, True, 1.5, [], {}, [None], {"x": None}, "2023-02-30")
GOOD: dict[str, tuple[Any, ...]] = {  # of those, what may stand there
    "name": ("x", "2023-02-30"),
    "rows": (5,),
    "region": ("x", "", "2023-02-30"),
    "rulebooks": ([],),
    "readings": ({},),
    "on": (None,),
    "by": (None, "x", "", "2023-02-30"),
    **dict.fromkeys(("eligible", "ineligible", "incomplete", "errors"), (5,)),
}


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_a_screening_with_something_else_has_not_its_form(place: tuple[Any, ...], odd: Any) -> None:
    for key in inside(body(), place):
        found = body()
        inside(found, place)[key] = odd
        good = any(type(odd) is type(each) and odd == each for each in GOOD.get(key, ()))
        assert fits(Kind.SCREENING, found) is good, key


def named(version: str, letter: str, region: str = "occitanie") -> dict[str, str]:
    return {"version": version, "digest": "sha256:" + letter * 64, "region": region}


@pytest.mark.parametrize(
    ("rules", "good"),
    [
        ([named("2022-11-25", "b"), named("2024-01-01", "a")], True),
        ([named("2022-11-25", "a"), named("2022-11-25", "b")], True),
        ([named("2024-01-01", "a"), named("2022-11-25", "b")], False),
        ([named("2022-11-25", "b"), named("2022-11-25", "a")], False),
        ([named("2022-11-25", "a"), named("2022-11-25", "a")], False),
        ([named("2022-11-25", "a"), named("2022-11-25", "a", "bretagne")], False),
        ([named("2022-11-25", "A")], False),
        ([named("2022-11-25", "aa")], False),
        ([named("25/11/2022", "a")], False),
        ([named("2022-11-25", "a"), None], False),
    ],
)
def test_rules_are_named_in_one_way(rules: list[Any], good: bool) -> None:
    assert fits(Kind.SCREENING, {**body(), "rulebooks": rules}) is good


DIGEST = "sha256:" + "0" * 64
CHANGES: dict[str, tuple[Any, ...]] = {
    "schema": ("eligibility/screening@2", None),
    "input__name": ("demandes 2024.csv", "d/demandes 2023.csv", ""),
    "input__sha256": ("1b" + "1a" * 31, "1A" * 32, ""),
    "input__rows": (11, "10", -10, None),
    "output__name": ("resultat.parquet", None),
    "output__sha256": ("2b" * 31 + "2c", "2b" * 31),
    "rulebooks": ([], None, {}, [named("2022-11-25", "0")]),
    "readings": ({}, {"SRDEII-A27/equity": "zero-is-negative"}, [], None),
    "on": ("2023-02-01", "hier", 5),
    "today": ("2026-01-03", None),
    "counts__eligible": (5, "4", None),
    "counts__ineligible": (2, -3),
    "counts__incomplete": (3, [2]),
    "counts__errors": (0, True),
    "by": ("A. Martim", None, 5),
    "note": ("one key more",),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_field_is_found_in_the_screening(book: str, name: str) -> None:
    for value in CHANGES[name]:
        with tampering(book) as connection:
            query = sa.text("SELECT data FROM entries WHERE number = 2")
            whole = connection.execute(query).scalar_one()
            rewrite(connection, AT, **{f"body__{name}": value})
        assert first_flaw(book) == AT, value
        with tampering(book) as connection:
            put(connection, AT, data=bytes(whole))
    assert verified(book).passed


def test_each_field_of_a_screening_is_tampered_with() -> None:
    ours = {f"{key}__{below}" for key in ("input", "output", "counts") for below in body()[key]}
    ours |= body().keys() - {"input", "output", "counts"}
    assert ours | {"note"} == set(CHANGES)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "decision"),
        ("officer", "A. Martim"),
        ("officer", None),
        ("dossier", "x"),
        ("scheme", "contrat-3s"),
        ("outcome", "eligible"),
        ("effective_on", "2026-01-02"),
        ("about", 1),
        ("recorded_at", "2026-01-02T03:04:05.678902Z"),
    ],
)
def test_a_changed_column_is_found_in_the_screening(book: str, column: str, value: Any) -> None:
    assert tampered(book, lambda c: put(c, AT, **{column: value})) == AT


def test_other_regions_of_the_rules_are_found_where_only_screenings_name_them(where: str) -> None:
    with opened(where) as made:
        made.append([screened(), screened(by=None)], now)
    change = sa.update(rulebooks).values(region="bretagne")
    assert tampered(where, lambda c: c.execute(change)) == 1
    flaws = verified(where).flaws
    assert [flaw.number for flaw in flaws] == [1, 2]
    told = {flaw.what[Lang.EN] for flaw in flaws}
    assert told == {"its rules are not those of that region any more"}


def test_a_sealed_fact_beside_a_screening_is_found(book: str) -> None:
    more = sa.insert(sealed).values(number=AT, name="x", salt=b"s", value=b"1")
    assert tampered(book, lambda c: c.execute(more)) == AT


# With the tree made anew, what is left is the entry itself and what it is bound to.


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "l.db"
    with opened(str(path)) as made:
        made.append([decided(DECIDED[0]), screened(), decided(DECIDED[1])], now)
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"rows":10', '"rows":-1', "not what such an entry holds"),
        ('"rows":10', '"rows":10,"seen":1', "not what such an entry holds"),
        ('"errors":1,', "", "not what such an entry holds"),
        ("screening@1", "screening@2", "not what such an entry holds"),
        ("demandes 2023.csv", "d/demandes.csv", "not what such an entry holds"),
        ('"by":"A. Martin"', '"by":"B. Durand"', "the officer whom the screening names"),
        ('"by":"A. Martin"', '"by":null', "the officer whom the screening names"),
        ('"region":"occitanie"', '"region":"bretagne"', "not those of that region"),
        ('"region":"occitanie",', "", "not what such an entry holds"),
    ],
)
def test_a_screening_bound_anew_is_found_where_it_disagrees(
    file: Path, old: str, new: str, said: str
) -> None:
    ledgers.rewrite(file, AT, old, new)
    found = verified(str(file))
    assert [flaw.number for flaw in found.flaws] == [AT]
    assert said in found.flaws[0].what[Lang.EN]
    assert found.flaws[0].what[Lang.FR] != found.flaws[0].what[Lang.EN]


def test_a_screening_bound_anew_to_other_rules_is_found(file: Path) -> None:
    ledgers.rewrite(file, AT, in_force(region(), date(2023, 2, 1)).digest, DIGEST)
    (flaw,) = verified(str(file)).flaws
    assert (flaw.number, DIGEST in flaw.what[Lang.FR]) == (AT, True)


def test_any_flipped_bit_of_a_screening_is_found_in_it(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        ((whole,),) = connection.execute("SELECT data FROM entries WHERE number = 2").fetchall()
    for at in range(0, len(whole), 7):
        flipped = whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :]
        with tampering(str(file)) as connection_:
            put(connection_, AT, data=flipped)
        assert first_flaw(str(file)) == AT, at
