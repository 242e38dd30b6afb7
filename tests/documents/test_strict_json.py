"""JSON with its numbers as written and its places."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.documents import Form, Scalar, Value, read_bytes
from eligibility.documents.document import MAX_DEPTH
from eligibility.documents.strict_json import parse_json
from eligibility.errors import InputError
from eligibility.language import Lang


@pytest.mark.parametrize(
    "typed", ["1", "-0", "1.10", "1e400", "9007199254740993", "0.1000000000000000055", "9" * 5000]
)
def test_a_number_stays_as_written(typed: str) -> None:
    assert parse_json(f'{{"a": {typed}}}', "f").root == {"a": Scalar(typed, Form.NUMBER)}


@pytest.mark.parametrize(
    ("typed", "scalar", "null"),
    [
        ("true", Scalar("true", Form.LITERAL), False),
        ("false", Scalar("false", Form.LITERAL), False),
        ("null", Scalar("null", Form.LITERAL), True),
        ('"null"', Scalar("null", Form.QUOTED), False),
        ('""', Scalar("", Form.QUOTED), False),
        ("NaN", Scalar("NaN", Form.NUMBER), False),
        ("-Infinity", Scalar("-Infinity", Form.NUMBER), False),
    ],
)
def test_each_form_of_a_value(typed: str, scalar: Scalar, null: bool) -> None:
    assert parse_json(f"[{typed}]", "f").root == [scalar]
    assert scalar.is_null is null


REFUSED = [
    pytest.param("", "empty-file", 0, 0, id="nothing"),
    pytest.param(" \n ", "empty-file", 0, 0, id="blank"),
    pytest.param('{"a": 1,}', "json-syntax", 1, 9, id="comma too many"),
    pytest.param('{"a": 01}', "json-syntax", 1, 8, id="leading zero"),
    pytest.param("{'a': 1}", "json-syntax", 1, 2, id="single quotes"),
    pytest.param('{"a": 1} x', "json-syntax", 1, 10, id="more after the end"),
    pytest.param('{"a":\n "b\nc"}', "json-syntax", 2, 4, id="line break in a text"),
    pytest.param('{"a": 1,\n "a": 2}', "duplicate-key", 2, 2, id="duplicate key"),
    pytest.param(
        '{"a": {"a": "a"},\n "c": [{"b": 1,\n  "b" : 2}]}',
        "duplicate-key",
        3,
        3,
        id="duplicate deep",
    ),
    pytest.param(
        '{"a": 1, "x": {"b": 1, "b": 2}, "a": 3}', "duplicate-key", 1, 24, id="two duplicates"
    ),
    pytest.param('{"a": 1, "\\u0061": 2}', "duplicate-key", 1, 10, id="duplicate in disguise"),
    pytest.param('{"a": "\\ud800"}', "json-syntax", 0, 0, id="half a character"),
    pytest.param('{"\\ud800": 1}', "json-syntax", 0, 0, id="half a character in a key"),
    pytest.param('{"\\ud800": 1, "\\ud800": 2}', "json-syntax", 0, 0, id="the same twice"),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), REFUSED)
def test_what_is_not_strict_json_is_refused_at_its_place(
    text: str, code: str, line: int, column: int
) -> None:
    with pytest.raises(InputError) as caught:
        parse_json(text, "f.json")
    (fault,) = caught.value.faults
    assert fault.code == code
    assert fault.place is not None
    assert (fault.place.line, fault.place.column) == (line, column)
    assert caught.value.told(Lang.EN).encode()


@pytest.mark.parametrize(("depth", "fits"), [(MAX_DEPTH, True), (MAX_DEPTH + 1, False)])
def test_nesting_is_bounded(depth: int, fits: bool) -> None:
    text = "[" * depth + "1" + "]" * depth
    if fits:
        assert parse_json(text, "f").root
        return
    with pytest.raises(InputError) as caught:
        parse_json(text, "f")
    assert caught.value.faults[0].code == "too-deep"


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b'{"a": 1}', Form.NUMBER),
        (b'\xef\xbb\xbf \n{ "a": 1}', Form.NUMBER),
        (b"{a: 1}", Form.PLAIN),
    ],
)
def test_json_is_known_by_its_first_signs(data: bytes, form: Form) -> None:
    assert read_bytes(data, "-").root == {"a": Scalar("1", form)}


_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda below: (
        st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=4), below, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(_values, st.sampled_from([None, 0, 2]), st.booleans())
def test_the_place_of_every_part_is_where_it_begins(
    value: Any, indent: int | None, plain: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=plain)
    document = parse_json(text, "f")
    lines = text.split("\n")

    def walk(node: Value, path: tuple[str | int, ...]) -> None:
        place = document.place(path)
        here = lines[place.line - 1][place.column - 1 :]
        if path and isinstance(path[-1], str):
            assert here.startswith(json.dumps(path[-1], ensure_ascii=plain) + ":")
        elif isinstance(node, Scalar):
            shown = json.dumps(node.text, ensure_ascii=plain)
            assert here.startswith(shown if node.form is Form.QUOTED else node.text)
        else:
            assert here.startswith("{" if isinstance(node, dict) else "[")
        if isinstance(node, dict):
            for key, below in node.items():
                walk(below, (*path, key))
        elif isinstance(node, list):
            for index, below in enumerate(node):
                walk(below, (*path, index))

    walk(document.root, ())


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from('ab:[]{}"\\,01-.eu \n\u00e9\x00'), max_size=40))
def test_no_signs_at_all_raise_anything_but_an_input_error(text: str) -> None:
    try:
        parse_json(text, "f")
    except InputError as error:
        assert error.told(Lang.FR).encode()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["1", '{"a":1,"b":2}'])), max_size=5)
)
def test_a_key_is_refused_just_when_it_is_repeated(pairs: list[tuple[str, str]]) -> None:
    text = "{" + ",".join(f'"{key}":{value}' for key, value in pairs) + "}"
    keys = [key for key, _ in pairs]
    if len(set(keys)) == len(keys):
        assert parse_json(text, "f").root is not None
        return
    with pytest.raises(InputError) as caught:
        parse_json(text, "f")
    first = next(i for i, key in enumerate(keys) if key in keys[:i])
    place = caught.value.faults[0].place
    assert place is not None
    assert place.column == 2 + sum(len(f'"{k}":{v},') for k, v in pairs[:first])
