"""A quick test of a text is never true where the exact one is not."""

import re

import duckdb
import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.facts.problems import CONTROL_CLASS
from eligibility.screening.quick import globs, surely_formed, surely_without_control

FORMS = ("[0-9]{9}", r"[0-9]{2}\.?[0-9]{2}[A-Z]", "[0-9][0-9AB][0-9]{3}", "A?B?x_")
LONGER = ("[a-z][a-z0-9-]*", ".+", "a|b", "(?:ab)", "[^a]", "a?b?c?", r"\d", "a{1,2}", "")
CONTROL = [
    chr(code)
    for code in range(0x110000)
    if not 0xD800 <= code < 0xE000 and re.match(f"[{CONTROL_CLASS}]", chr(code))
]


def asked(texts: list[str], test: ibis.Value) -> list[bool | None]:
    sql = ibis.to_sql(ibis.table({"text": "string"}, name="texts").select(found=test), "duckdb")
    with duckdb.connect() as connection:
        connection.register("texts", pa.table({"text": pa.array(texts, pa.string())}))
        return [found for (found,) in connection.execute(str(sql)).fetchall()]


TEXT = ibis.table({"text": "string"}, name="texts")["text"]


def test_no_control_sign_is_overlooked() -> None:
    texts = [
        before + sign + after for sign in CONTROL for before in ("", "aé") for after in ("", "\\")
    ]
    assert len(CONTROL) > 70
    assert not any(asked(texts, surely_without_control(TEXT)))


def test_what_people_write_is_seen_at_once() -> None:
    texts = ["", "OCC-2023-1", "Isolation, récupération", "C:\\x0", 'À L\'Œuvre "ça"']
    assert all(asked(texts, surely_without_control(TEXT))[:3])
    assert asked(texts, surely_without_control(TEXT))[4] is True


@pytest.mark.parametrize("form", FORMS)
def test_a_glob_means_what_the_form_means(form: str) -> None:
    @given(st.lists(st.from_regex(form) | st.text("0129ABZabx._é\n*?[", max_size=10), min_size=1))
    def holds(texts: list[str]) -> None:
        test = surely_formed(TEXT, form)
        assert test is not None
        assert asked(texts, test) == [bool(re.fullmatch(form, text)) for text in texts]

    holds()


@pytest.mark.parametrize("form", LONGER)
def test_a_form_that_few_globs_cannot_say_has_none(form: str) -> None:
    assert globs(form) == ()
