"""YAML as it was typed, with its places; whatever is not plain YAML is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.documents import Form, Scalar, read_bytes
from eligibility.documents.document import MAX_DEPTH
from eligibility.documents.strict_yaml import parse_yaml
from eligibility.errors import InputError
from eligibility.language import Lang


@pytest.mark.parametrize(
    "typed",
    [
        "01234567",
        "62.02",
        "no",
        "on",
        "1:30",
        "0x1F",
        "1_000",
        "1e3",
        ".nan",
        "2023-02-30",
        "=",
        "y",
    ],
)
def test_a_value_stays_what_was_typed(typed: str) -> None:
    root = parse_yaml(f"a: {typed}\n", "f").root
    assert root == {"a": Scalar(typed, Form.PLAIN)}


@pytest.mark.parametrize("typed", ["on", "off", "yes", "no", "1", "1.0", "true", "null", "~", "<<"])
def test_a_key_stays_text(typed: str) -> None:
    assert parse_yaml(f"{typed}: x\n", "f").root == {typed: Scalar("x", Form.PLAIN)}


@pytest.mark.parametrize(
    ("typed", "form", "null"),
    [
        ("", Form.PLAIN, True),
        ("~", Form.PLAIN, True),
        ("null", Form.PLAIN, True),
        ('""', Form.QUOTED, False),
        ("'null'", Form.QUOTED, False),
        ("'~'", Form.QUOTED, False),
        ("|-\n  null", Form.QUOTED, False),
    ],
)
def test_only_an_unquoted_nothing_is_null(typed: str, form: Form, null: bool) -> None:
    root = parse_yaml(f"a: {typed}\n", "f").root
    assert isinstance(root, dict)
    scalar = root["a"]
    assert isinstance(scalar, Scalar)
    assert (scalar.form, scalar.is_null) == (form, null)


REFUSED = [
    pytest.param("", "empty-file", 0, 0, id="nothing"),
    pytest.param("# only words\n", "empty-file", 0, 0, id="comment"),
    pytest.param("a: &x 1\n", "yaml-alias", 1, 4, id="anchor"),
    pytest.param("a: *x\n", "yaml-alias", 1, 4, id="alias"),
    pytest.param("a: 1\n<<: *x\n", "yaml-alias", 2, 5, id="merge"),
    pytest.param("a:\n  - !!python/object:os.x {}\n", "yaml-tag", 2, 5, id="python tag"),
    pytest.param("a: !!str 1\n", "yaml-tag", 1, 4, id="plain tag"),
    pytest.param("a: ! 1\n", "yaml-tag", 1, 4, id="lone tag"),
    pytest.param("a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1, id="duplicate key"),
    pytest.param("a: {b: 1, b: 2}\n", "duplicate-key", 1, 11, id="duplicate in braces"),
    pytest.param("? [a]\n: 1\n", "yaml-key", 1, 3, id="list as key"),
    pytest.param("a: 1\n---\nb: 1\n", "several-documents", 2, 1, id="two documents"),
    pytest.param("a: [1\nb: 2\n", "yaml-syntax", 2, 2, id="list left open"),
    pytest.param("a: b: c\n", "yaml-syntax", 1, 5, id="two colons"),
    pytest.param("a:\n\t- b\n", "yaml-syntax", 2, 1, id="tab"),
    pytest.param("a: 'x\n", "yaml-syntax", 2, 1, id="quote left open"),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), REFUSED)
def test_what_is_not_plain_yaml_is_refused_at_its_place(
    text: str, code: str, line: int, column: int
) -> None:
    with pytest.raises(InputError) as caught:
        parse_yaml(text, "f.yaml")
    (fault,) = caught.value.faults
    assert fault.code == code
    assert fault.place is not None
    assert (fault.place.line, fault.place.column) == (line, column)


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60)]
    with pytest.raises(InputError) as caught:
        parse_yaml("\n".join(lines), "f")
    assert caught.value.faults[0].code == "yaml-alias"


@pytest.mark.parametrize(("depth", "fits"), [(MAX_DEPTH, True), (MAX_DEPTH + 1, False)])
def test_nesting_is_bounded(depth: int, fits: bool) -> None:
    text = "[" * depth + "x" + "]" * depth
    if fits:
        assert parse_yaml(text, "f").root
        return
    with pytest.raises(InputError) as caught:
        parse_yaml(text, "f")
    assert caught.value.faults[0].code == "too-deep"


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    root = read_bytes(b"\xef\xbb\xbfid: A\n", "f.yaml").root
    assert root == {"id": Scalar("A", Form.PLAIN)}


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1)),
        (("a",), (1, 1)),
        (("a", "b"), (2, 3)),
        (("a", "b", 1), (2, 10)),
        (("a", "b", 7), (2, 3)),
        (("a", "c", "d"), (3, 3)),
        (("z",), (1, 1)),
    ],
)
def test_every_part_has_its_place_and_an_absent_one_its_parents(
    path: tuple[str | int, ...], place: tuple[int, int]
) -> None:
    document = parse_yaml("a:\n  b: [1, 2]\n  c:\n    e: 3\n", "f")
    found = document.place(path)
    assert (found.line, found.column) == place


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"#%@,? \n\t\u00e9\x00\u2028"), max_size=60))
def test_no_signs_at_all_raise_anything_but_an_input_error(text: str) -> None:
    try:
        parse_yaml(text, "f")
    except InputError as error:
        assert error.told(Lang.FR).encode()
