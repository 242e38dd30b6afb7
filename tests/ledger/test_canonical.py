"""Canonical JSON is RFC 8785, and an entry is read only as it was written."""

import json
import math
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from eligibility.ledger.canonical import canonical, parsed, same
from eligibility.ledger.entry import BadEntryError, Draft, Entry, Kind
from tests.ledger.making import NOW

NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
PLAIN = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=20,
)


@given(PLAIN)
@example({"\ue000": 1, "\U00010000": 2, "\ud7ff": 3, "\uffff": 4})
@example({"": '\x00\x08\x0c\x1f\x7f\x80\u2028\u2029\\"/', "é": "e\u0301", "\ufeff": "<&>'"})
@example([2**53 - 1, -(2**53) + 1, 0, True, False, None, "", {}, []])
def test_canonical_json_is_that_of_rfc8785_and_is_read_again(value: Any) -> None:
    data = canonical(value)
    assert data == rfc8785.dumps(value)
    assert parsed(data) == value
    assert same(value, json.loads(data))


def test_keys_are_sorted_as_utf_16_has_them() -> None:
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\xf6": 7}
    order = ["\r", "1", "\x80", "\xf6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical(value))) == order


ODD = [
    b"",
    b" {}",
    b"{}\n",
    b'{"a": 1}',
    b'{"b":1,"a":2}',
    b'{"a":1,"a":1}',
    b'{"a":1,"a":2}',
    b'"\\u00e9"',
    b'"\\/"',
    b'"\\u001F"',
    b'"\\ud800"',
    b'"\xed\xa0\x80"',
    b'"\xff"',
    b'\xef\xbb\xbf"a"',
    '{"\U00010000":1,"\ue000":2}'.encode("utf-16"),
    '{"\ue000":2,"\U00010000":1}'.encode(),
    b"1.0",
    b"1e3",
    b"-0",
    b"NaN",
    b"Infinity",
    b"9007199254740993",
    b"123456789012345678901234567890",
    b"9" * 5000,
    b"[" * 100_000,
    b"[1,2,]",
    b"01",
    b"nul",
]


@pytest.mark.parametrize("data", ODD, ids=lambda data: repr(data[:30]))
def test_what_is_not_written_in_the_canonical_way_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        parsed(data)


@pytest.mark.parametrize("value", [0.5, 1e300, math.pi, {"a": [1.5]}, 2**53, -(2**53) - 1])
def test_what_cannot_be_read_again_is_not_written(value: Any) -> None:
    try:
        data = canonical(value)
    except ValueError:
        return
    assert parsed(data) == value


ENTRY = Entry.of(Draft(Kind.ERASURE, {"erased": [3], "motive": "é"}, "É. Dûr"), "ab" * 16, 7, NOW)
RAW: dict[str, Any] = json.loads(ENTRY.data)


def test_an_entry_is_read_as_it_was_written() -> None:
    assert Entry.parse(ENTRY.data) == ENTRY
    assert Entry.parse(ENTRY.data).data == ENTRY.data


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "eligibility/entry@2"},
        {"schema": None},
        {"kind": "decided"},
        {"kind": None},
        {"more": None},
        {"recorded_at": "yesterday"},
        {"recorded_at": 5},
        {"recorded_at": None},
        {"recorded_at": "2026-01-02"},
        {"recorded_at": "2026-01-02T03:04:05.678901"},
        {"recorded_at": "2026-01-02T04:04:05.678901+01:00"},
        {"recorded_at": "2026-01-02T03:04:05Z"},
        {"number": "7"},
        {"number": True},
        {"number": None},
        {"ledger": 5},
        {"officer": 5},
        {"officer": ["A"]},
        {"versions": []},
        {"body": []},
        {"body": "award"},
        {"body": None},
    ],
    ids=str,
)
def test_what_has_not_the_form_of_an_entry_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BadEntryError):
        Entry.parse(canonical(RAW | changes))


@pytest.mark.parametrize("key", RAW)
def test_an_entry_without_one_of_its_keys_is_refused(key: str) -> None:
    with pytest.raises(BadEntryError):
        Entry.parse(canonical({name: value for name, value in RAW.items() if name != key}))


@pytest.mark.parametrize(
    "data",
    [
        *ODD,
        b"[]",
        b"5",
        b"null",
        ENTRY.data + b"\n",
        b" " + ENTRY.data,
        ENTRY.data[:-1],
        ENTRY.data.replace(b",", b", ", 1),
        json.dumps(RAW).encode(),
        json.dumps(RAW, separators=(",", ":"), sort_keys=True).encode(),
        ENTRY.data.decode().encode("utf-16"),
    ],
    ids=lambda data: repr(data[:30]),
)
def test_bytes_that_are_no_canonical_entry_are_refused(data: bytes) -> None:
    with pytest.raises(BadEntryError):
        Entry.parse(data)
