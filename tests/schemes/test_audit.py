"""The rules for those who design schemes: what is declared, what is not, what is against them."""

from datetime import date
from pathlib import Path

import pytest

from eligibility.errors import RulebookError
from eligibility.language import Lang
from eligibility.logic import Status
from eligibility.rulebook import in_force, load_region
from eligibility.schemes.ambitions import Ambitions, load_ambitions
from eligibility.schemes.audit import audit

RULEBOOK = in_force(
    load_region(Path(__file__).parents[2] / "rules" / "occitanie"), date(2023, 2, 1)
)
FILE = """
source: {fr: essai, en: trial}
ambitions:
  energie: {fr: énergie, en: energy}
  emploi: {fr: emploi, en: jobs}
schemes:
  contrat-3s: {serves: [emploi], contradicts: []}
  contrat-entreprise-avenir: {serves: [emploi]}
  pass-transformation-ecologique: {serves: [], contradicts: []}
  pret-regional-souverainete-industrielle: {serves: [emploi], contradicts: [energie]}
"""
D1, D2A, D2B = "SRDEII-A27-D1", "SRDEII-A27-D2a", "SRDEII-A27-D2b"


def loaded(folder: Path, text: str = FILE) -> Ambitions:
    path = folder / "ambitions.yaml"
    path.write_text(text, encoding="utf-8")
    return load_ambitions(path, RULEBOOK)


def statuses(ambitions: Ambitions | None, scheme: str) -> dict[str, Status]:
    (found,) = [each for each in audit(RULEBOOK, ambitions) if each.scheme.id == scheme]
    return {clause.id: status for clause, status in found.findings}


MET, NOT, OPEN = Status.MET, Status.NOT_MET, Status.UNKNOWN


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("contrat-3s", {D1: MET, D2A: MET, D2B: MET}),
        ("contrat-entreprise-avenir", {D1: OPEN, D2A: MET, D2B: OPEN}),
        ("pass-transformation-ecologique", {D1: NOT, D2A: NOT, D2B: MET}),
        ("pret-regional-souverainete-industrielle", {D1: NOT, D2A: MET, D2B: NOT}),
        ("soutien-entreprises-en-difficulte", {D1: OPEN, D2A: OPEN, D2B: OPEN}),
        ("pass-et-contrats-tourisme", {"SRDTL-47-T05": OPEN, "SRDTL-47-T06": OPEN}),
    ],
)
def test_each_rule_of_design_by_what_is_declared(
    tmp_path: Path, scheme: str, expected: dict[str, Status]
) -> None:
    assert statuses(loaded(tmp_path), scheme) == expected


def test_without_a_file_nothing_is_concluded_of_any_scheme() -> None:
    found = audit(RULEBOOK, None)
    assert len(found) == len(RULEBOOK.schemes)
    assert {status for each in found for _, status in each.findings} == {Status.UNKNOWN}


def test_every_scheme_is_held_against_rules_of_design() -> None:
    assert all(each.findings for each in audit(RULEBOOK, None))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("contrat-3s:", "contrat-3:", "did you mean `contrat-3s`?"),
        ("[emploi], contradicts: []", "[emplois], contradicts: []", "did you mean `emploi`?"),
        ("[energie]", "[emploi]", "would serve `emploi` and contradict it"),
        ("source:", "sauce:", "did you mean `source`?"),
        ("en: trial", "en: ''", "the text is empty"),
    ],
)
def test_a_file_that_does_not_fit_is_told_with_its_cure(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(RulebookError) as caught:
        loaded(tmp_path, FILE.replace(old, new, 1))
    assert said in caught.value.told(Lang.EN)
