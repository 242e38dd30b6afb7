"""The JSON Schema of an award accepts what the reader accepts, and refuses what it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from eligibility.awards.schema import award_schema
from eligibility.language import Lang
from tests.awards.making import region

FIXTURES = Path(__file__).parents[2] / "fixtures" / "awards"


def plain(value: Any) -> Any:
    """Days as the text that JSON has."""
    if isinstance(value, dict):
        return {"on" if key is True else str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value if isinstance(value, bool | int | float | str | None) else str(value)


def faults(award: Any) -> list[str]:
    schema = award_schema(region(), Lang.EN)
    Draft202012Validator.check_schema(schema)
    return [error.message for error in Draft202012Validator(schema).iter_errors(award)]


@pytest.mark.parametrize("path", sorted(FIXTURES.iterdir()), ids=lambda path: path.stem)
def test_every_fixture_fits_the_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    award = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    assert faults(plain(award)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"scheme": "no-such-scheme"},
        {"amount": -1},
        {"amount": "12000"},
        {"size": "pme"},
        {"events": [{"on": "2024-01-01", "kind": "moved"}]},
        {"events": [{"kind": "activity_ceased"}]},
        {"events": [{"on": "2024-01-01", "kind": "job_count"}]},
        {"events": [{"on": "2024-01-01", "kind": "withdrawn"}]},
        {"convention": {"pro_rata": {"activity": "share"}}},
        {"partners": ["12"]},
    ],
    ids=str,
)
def test_what_the_reader_refuses_does_not_fit_the_schema(wrong: dict[str, Any]) -> None:
    good = {"id": "A", "scheme": "contrat-3s", "signed_on": "2023-01-01"}
    assert faults(good) == []
    assert faults(good | wrong)
