"""Every bad dossier gets a clear error with its place, never a conclusion, never a traceback."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.documents import read_bytes, read_document
from eligibility.errors import InputError
from eligibility.facts import Catalogue, Dossier, FactName, Words, read_dossier
from eligibility.language import Lang
from eligibility.rulebook import load_region

REGION = load_region(Path(__file__).parents[2] / "rules" / "occitanie", cached=False)
CATALOGUE: Catalogue = REGION.catalogue
HEAD = "id: A\nscheme: contrat-3s\n"


def read(text: str | bytes, name: str = "d.yaml") -> Dossier:
    data = text.encode() if isinstance(text, str) else text
    return read_dossier(read_bytes(data, name), CATALOGUE, REGION.scheme_ids)


def faults(text: str | bytes, name: str = "d.yaml") -> str:
    with pytest.raises(InputError) as caught:
        read(text, name)
    return caught.value.told(Lang.EN)


BAD = [
    pytest.param("company:\n  equity: 12 000\n", "d.yaml:4:3", "write it as 12000", id="grouped digits"),
    pytest.param("company:\n  equity: 12,5\n", "d.yaml:4:3", "12.5", id="decimal comma"),
    pytest.param('company:\n  equity: "85000"\n', "d.yaml:4:3", "without quotes: 85000", id="quoted amount"),
    pytest.param("company:\n  equity: 1.005\n", "d.yaml:4:3", "more than 2 decimals", id="three decimals"),
    pytest.param("company:\n  equity: true\n", "d.yaml:4:3", "not an amount", id="truth for a number"),
    pytest.param("company:\n  equity: .nan\n", "d.yaml:4:3", "not an amount", id="NaN"),
    pytest.param("company:\n  equity: .inf\n", "d.yaml:4:3", "not an amount", id="infinity"),
    pytest.param("company:\n  equity: 1e400\n", "d.yaml:4:3", "out of bounds", id="absurdly large"),
    pytest.param("company:\n  equity: 90071992547409.92\n", "d.yaml:4:3", "out of bounds", id="beyond 2^53-1 cents"),
    pytest.param("company:\n  equity: 1:30\n", "d.yaml:4:3", "not an amount", id="no sexagesimal"),
    pytest.param("company:\n  equity: 0x1F\n", "d.yaml:4:3", "not an amount", id="no hexadecimal"),
    pytest.param("company:\n  equity: 1_000\n", "d.yaml:4:3", "1000", id="no underscores"),
    pytest.param("company:\n  equity: 007\n", "d.yaml:4:3", "write it as 7", id="no leading zeros"),
    pytest.param("company:\n  equity: [1]\n", "d.yaml:4:3", "a single value", id="list for a value"),
    pytest.param("company:\n  headcount: -1\n", "d.yaml:4:3", "less than 0", id="negative headcount"),
    pytest.param("company:\n  tax_compliant: yes\n", "d.yaml:4:3", "write true or false", id="yes is no truth"),
    pytest.param("company:\n  tax_compliant: 1\n", "d.yaml:4:3", "write true or false", id="1 is no truth"),
    pytest.param("company:\n  equty: 1\n", "d.yaml:4:3", "did you mean `equity`?", id="misspelt key"),
    pytest.param("equity: 1\n", "d.yaml:3:1", "under `company.equity`", id="key in the wrong place"),
    pytest.param("compny:\n  equity: 1\n", "d.yaml:3:1", "did you mean `company`?", id="misspelt folder"),
    pytest.param("company: 3\n", "d.yaml:3:1", "must hold `key: value` lines", id="value for a folder"),
    pytest.param("self_diagnosis:\n  axes:\n    power_sharing: 100.01\n", "d.yaml:5:5", "more than 100", id="axis above 100"),
    pytest.param("self_diagnosis:\n  axes:\n    power_sharing: -1\n", "d.yaml:5:5", "less than 0", id="axis below 0"),
    pytest.param("project:\n  starts_on: 2023-02-30\n", "d.yaml:4:3", "not a day", id="impossible day"),
    pytest.param("project:\n  starts_on: 01/02/2023\n", "d.yaml:4:3", "2023-02-01", id="French day"),
    pytest.param("company:\n  proceedings: [{kind: sauvgarde}]\n", "d.yaml:4:", "did you mean `sauvegarde`?", id="misspelt proceeding"),
    pytest.param("company:\n  proceedings: [{role: claimant}]\n", "d.yaml:4:", "must have a `kind`", id="proceeding without kind"),
    pytest.param("company:\n  proceedings: [{kind: civil, role: defendent}]\n", "d.yaml:4:", "did you mean `defendant`?", id="misspelt role"),
    pytest.param("company:\n  proceedings: none\n", "d.yaml:4:3", "[] for none", id="word for a list"),
    pytest.param("company:\n  equity: {value: 1, origin: acounts}\n", "d.yaml:4:", "did you mean `accounts`?", id="misspelt origin"),
    pytest.param("company:\n  equity: {origin: accounts}\n", "d.yaml:4:3", "has no `value`", id="origin without value"),
    pytest.param("company:\n  equity: 1\n  equity: 2\n", "d.yaml:5:3", "is repeated", id="duplicate key"),
    pytest.param("company: &a\n  equity: 1\n", "d.yaml:3:", "anchor", id="anchor"),
    pytest.param("project:\n  title: !!python/object x\n", "d.yaml:4:", "tag", id="YAML tag"),
    pytest.param("company:\n equity: 1\n   x: 2\n", "d.yaml:5:", "not well-formed YAML", id="broken YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "said"), BAD)
def test_a_value_that_does_not_fit_is_told_with_place_and_cure(
    text: str, place: str, said: str
) -> None:
    told = faults(HEAD + text)
    assert place in told
    assert said in told


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"   \n# only a comment\n", "empty"),
        (b"- a\n- b\n", "not a list"),
        (b"just text", "not a list or a text"),
        (b"\x00\x01\x02", "forbidden character"),
        ("id: é".encode("latin-1"), "UTF-8"),
        (b"\xff\xfei\x00d\x00", "UTF-8"),
        (b"id: A\n---\nid: B\n", "several YAML documents"),
        (b"[" * 5000, "levels deep"),
        (b"a: &a [x]\nb: *a\n", "anchor"),
        (b"id: A\n", "no `scheme`"),
        (b"scheme: contrat-3s\n", "no `id`"),
        (b"id: A\nscheme: contrat-3\n", "did you mean `contrat-3s`?"),
        (b'id: "a\\u001bb"\nscheme: contrat-3s\n', "control character"),
    ],
)
def test_a_file_that_is_no_dossier_is_told_as_such(data: bytes, said: str) -> None:
    assert said in faults(data)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"id": "A", "scheme": "contrat-3s", "company": {"equity": NaN}}', "not an amount"),
        ('{"id": "A", "scheme": "contrat-3s", "company": {"siren": 18}}', "put it in quotes"),
        ('{"id": "A", "id": "B"}', "is repeated"),
        ('{"id": "A",', "not well-formed JSON"),
        ("[" * 100_000, "levels deep"),
        ('{"id": "\\ud800", "scheme": "contrat-3s"}', "half a character"),
        ('["id"]', "not a list"),
    ],
)
def test_json_is_held_to_the_same_rules(text: str, said: str) -> None:
    assert said in faults(text, "d.json")


def test_a_fault_in_json_has_its_line_and_column() -> None:
    text = json.dumps(
        {"id": "A", "scheme": "contrat-3s", "company": {"x": [1, {}], "equity": "1"}}, indent=2
    )
    told = faults(text, "d.json")
    assert "d.json:9:5: `company.equity`" in told
    assert "d.json:5:5: there is no key `company.x`" in told


def test_every_fault_of_a_file_is_told_at_once() -> None:
    told = faults("id: A\nscheme: x\ncompany:\n  equity: a\n  headcount: b\nprojet: 1\n")
    assert told.count("d.yaml:") == 4


def test_missing_files_and_folders_are_told(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "no.yaml", "no such file"), (tmp_path, "a folder")):
        with pytest.raises(InputError) as caught:
            read_document(path)
        assert said in caught.value.told(Lang.EN)
    big = tmp_path / "big.yaml"
    big.write_bytes(b"#" * 3_000_000)
    with pytest.raises(InputError, match="larger than"):
        read_document(big)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("85000", 8_500_000), ("-0.01", -1), ("0.30000000000000004", 30), ("12.50", 1250), ("1e3", 100_000), ("90071992547409.91", 2**53 - 1)],
)  # fmt: skip
def test_amounts_are_exact_cents(typed: str, cents: int) -> None:
    assert (
        read(f"{HEAD}company:\n  equity: {typed}\n").stated[FactName("company.equity")].value
        == cents
    )


@pytest.mark.parametrize("text", ["null", "~", ""])
def test_null_is_not_known_yet(text: str) -> None:
    dossier = read(f"{HEAD}company:\n  equity: {text}\n  proceedings: {text}\n")
    assert not dossier.stated


def test_text_stays_text() -> None:
    dossier = read(
        f"{HEAD}company:\n  siren: 000000018\n  commune: 01234\n  name: no\nproject:\n  title: 1:30\n"
    )
    values = {name: stated.value for name, stated in dossier.stated.items()}
    assert values[FactName("company.siren")] == "000000018"
    assert values[FactName("company.commune")] == "01234"
    assert values[FactName("company.name")] == "no"
    assert values[FactName("project.title")] == "1:30"


def test_a_wrong_check_digit_and_a_contradiction_are_warnings() -> None:
    dossier = read(f"{HEAD}company:\n  siren: '000000019'\nrequest: {{amount: 10, grant: 11}}\n")
    assert [warning.code for warning in dossier.warnings] == ["checksum", "contradiction"]


def test_an_open_list_takes_any_word() -> None:
    dossier = read(f"{HEAD}project:\n  expenses: [energy_transition, something_else]\n")
    value = dossier.stated[FactName("project.expenses")].value
    assert value == Words.exactly(frozenset({"energy_transition", "something_else"}))


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_no_bytes_at_all_give_anything_but_a_dossier_or_an_error(data: bytes) -> None:
    for name in ("d.yaml", "d.json"):
        try:
            read(data, name)
        except InputError as error:
            assert error.told(Lang.FR)
            assert error.told(Lang.EN)
