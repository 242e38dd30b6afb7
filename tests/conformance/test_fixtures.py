"""Every fixture dossier concludes what was worked out by hand."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from eligibility.decisions import decide
from eligibility.documents import read_document
from eligibility.engines.durable import Durable
from eligibility.facts import read_dossier
from eligibility.logic import Status
from eligibility.rulebook import Region, in_force, load_region, program

FIXTURES = Path(__file__).parents[2] / "fixtures"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load(
    (FIXTURES / "expected" / "dossiers.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def region() -> Region:
    return load_region(FIXTURES.parent / "rules" / "occitanie", cached=False)


@pytest.fixture(scope="module")
def engine() -> Durable:
    return Durable()


def test_every_file_has_an_expected_conclusion() -> None:
    assert {path.name for path in (FIXTURES / "dossiers").iterdir()} == set(EXPECTED)
    assert len(EXPECTED) >= 25


@pytest.mark.parametrize("name", EXPECTED)
def test_the_dossier_concludes_as_expected(name: str, region: Region, engine: Durable) -> None:
    document = read_document(FIXTURES / "dossiers" / name)
    dossier = read_dossier(document, region.catalogue, region.scheme_ids)
    as_of = dossier.submitted_on
    assert as_of is not None
    made = program(in_force(region, as_of), dossier.scheme, as_of)
    decision = decide(dossier, made, as_of=as_of, engine=engine)
    found = {
        "outcome": decision.outcome.value,
        "not_met": [f.clause.id for f in decision.with_status(Status.NOT_MET)],
        "unknown": [f.clause.id for f in decision.with_status(Status.UNKNOWN)],
        "missing": list(decision.missing),
        "not_applicable": [f.clause.id for f in decision.with_status(Status.NOT_APPLICABLE)],
        "sensitive": [
            f"{s.reading}={s.alternative}:{s.outcome.value}" for s in decision.sensitive_to
        ],
    }
    assert {key: sorted(v) if isinstance(v, list) else v for key, v in found.items()} == {
        key: sorted(v) if isinstance(v, list) else v for key, v in EXPECTED[name].items()
    }
