"""Tables for the command, made from the dossiers that are worked out by hand."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT

PASS = "pass-transformation-ecologique"
LISTS = ("not_met", "unknown", "missing", "sensitive")
DOSSIERS = sorted((ROOT / "fixtures" / "dossiers").iterdir())


class _Plain(yaml.SafeLoader):
    """Days stay text, as they do in a dossier."""


_Plain.yaml_implicit_resolvers = {
    sign: [pair for pair in pairs if "timestamp" not in pair[0]]
    for sign, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def content(path: Path) -> dict[str, Any]:
    """A dossier of the fixtures as JSON has it."""
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_Plain)
    return found


def concluded(decision: Mapping[str, Any]) -> dict[str, Any]:
    """What a row must hold for a decision of `check --json`."""
    clauses = [(each["clause"], each["status"]) for each in decision["findings"]]
    readings = [each["reading"] for each in decision["sensitive_to"]]
    return {
        "id": decision["dossier"],
        "scheme": decision["scheme"],
        "outcome": decision["outcome"],
        "not_met": [clause for clause, status in clauses if status == "not_met"],
        "unknown": [clause for clause, status in clauses if status == "unknown"],
        "missing": decision["missing"],
        "sensitive": list(dict.fromkeys(readings)),
        "error": None,
    }


def is_flat(dossier: Mapping[str, Any]) -> bool:
    """Whether a row can hold the dossier: no proceeding has a role or a day."""
    proceedings = dossier.get("company", {}).get("proceedings") or []
    return all(set(each) == {"kind"} for each in proceedings)


def flat(node: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """The facts of a dossier by their dotted names, without their origins."""
    for key, value in node.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and "value" in value:
            yield name, value["value"]
        elif isinstance(value, dict):
            yield from flat(value, f"{name}.")
        elif name == "company.proceedings" and value is not None:
            yield name, [each["kind"] for each in value]
        else:
            yield name, value


def cell(value: object) -> str:
    """A value as a person writes it in a CSV file."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case list():
            return ";".join(value) or "none"
        case _:
            return str(value).strip() or "none"


def lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file."""
    return [json.loads(each) for each in path.read_text(encoding="utf-8").splitlines()]
