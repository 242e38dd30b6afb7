"""Every sentence of the source accounted for: coverage files and what is wrong with them."""

import json
from pathlib import Path

import pytest

from eligibility.errors import InputError, RulebookError
from eligibility.rulebook import Region, load_region
from eligibility.rulebook.coverage import coverage, inventory_ids

RULES = Path(__file__).parents[2] / "rules" / "occitanie"
ENCODED = """\
document: srdeii
count: 3
reasons:
  binds-region: {fr: "Engage la Région seule.", en: "Binds the Region alone."}
entries:
  - entry: P1-C01
    encoded: [SRDEII-A27-E3]
  - entry: P1-C02
    kind: information
    because: binds-region
  - entry: P1-C03
"""


@pytest.fixture(scope="module")
def region() -> Region:
    return load_region(RULES)


def written(folder: Path, *texts: str) -> Path:
    (folder / "coverage").mkdir()
    for number, text in enumerate(texts):
        (folder / "coverage" / f"{number}.yaml").write_text(text, encoding="utf-8")
    return folder


def codes(folder: Path, region: Region) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        coverage(folder, region)
    return [fault.code for fault in caught.value.faults]


def test_an_entry_is_executed_listed_with_its_reason_or_a_gap(
    tmp_path: Path, region: Region
) -> None:
    (found,) = coverage(written(tmp_path, ENCODED), region)
    assert dict(found.counts) == {"encoded": 1, "information": 1}
    assert found.gaps == 1
    assert [each.reason.fr if each.reason else None for each in found.entries] == [
        None,
        "Engage la Région seule.",
        None,
    ]


def test_an_entry_that_is_not_even_listed_is_a_gap(tmp_path: Path, region: Region) -> None:
    (found,) = coverage(written(tmp_path, ENCODED.replace("count: 3", "count: 9")), region)
    assert found.gaps == 7


def test_the_files_of_one_document_are_counted_together(tmp_path: Path, region: Region) -> None:
    second = ENCODED.replace("P1-", "P2-")
    (found,) = coverage(written(tmp_path, ENCODED, second), region)
    assert (found.count, found.gaps, found.counts["encoded"]) == (6, 2, 2)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("SRDEII-A27-E3", "SRDEII-A27-E99", "unknown-clause"),
        ("because: binds-region", "because: nothing", "unknown-reason"),
        ("P1-C02", "P1-C01", "twice"),
        ("count: 3", "count: 2", "too-many"),
        ("kind: information\n", "kind: to_do\n", "shape"),
        ("    because: binds-region\n", "", "shape"),
        ("kind: information\n    ", "", "shape"),
        ("encoded: [SRDEII-A27-E3]", "encoded: [SRDEII-A27-E3]\n    kind: past", "shape"),
    ],
)
def test_what_does_not_fit_is_told(
    tmp_path: Path, region: Region, before: str, after: str, code: str
) -> None:
    assert before in ENCODED
    assert codes(written(tmp_path, ENCODED.replace(before, after, 1)), region) == [code]


def test_coverage_is_no_rule_and_leaves_the_digest_alone(tmp_path: Path) -> None:
    before = load_region(RULES, cached=False)
    assert not [name for name, _ in before.files if name.startswith("coverage/")]


def test_what_is_shipped_names_clauses_that_exist(region: Region) -> None:
    found = coverage(RULES, region)
    assert sum(each.count for each in found) == 1143
    assert all(len(each.entries) == each.count for each in found)


def test_a_line_that_is_no_entry_is_told_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "inventory.jsonl"
    path.write_text(json.dumps({"id": "P1-C01", "document": "srdeii"}) + "\n[]\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        inventory_ids(path)
    assert [fault.place.line for fault in caught.value.faults if fault.place] == [2]
