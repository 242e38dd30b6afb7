"""Facts in several files; who may apply, in what state a scheme is, what else it is called."""

from pathlib import Path

import pytest

from eligibility.errors import RulebookError
from eligibility.language import Lang
from eligibility.rulebook import Region, load_region
from eligibility.rulebook.cite import check_citations
from eligibility.rulebook.lint import lint
from eligibility.rulebook.model import State
from tests.rulebook.regions import SCHEME, write_region

APPLICANT = """
facts:
  applicant.kind:
    type: word
    label: {fr: la qualité, en: the capacity}
    question: {fr: Qui ?, en: Who?}
    words:
      company: {fr: entreprise, en: company}
      farm: {fr: exploitation, en: farm}
    answered_by: [company]
predicates:
  applicant.is_farm:
    label: {fr: agricole, en: farm}
    says:
      true: {fr: le demandeur est agricole, en: the applicant is a farm}
      false: {fr: le demandeur n'est pas agricole, en: the applicant is no farm}
    source: {fr: démo, en: demo}
    when:
      applicant.kind: {is: farm}
"""
FOR_FARMS = """
applicants: [farm]
state: announced
aliases:
  - name: Ancienne démo
    cite: {lines: 2-2, quote: "l'ancienne démo régionale"}
clauses:
  - clause: DEMO-APPLICANT
    title: {fr: Demandeur, en: Applicant}
    kind: condition
    stage: scheme
    cite: {lines: 1-1, quote: "les exploitations agricoles seules"}
    require:
      applicant.kind: {is: farm}
    reasons:
      not_met: {fr: "Non.", en: "No."}
      unknown: {fr: "Inconnu.", en: "Unknown."}
    remedy: {by: company, fr: Agir., en: Act.}
"""


def region(folder: Path, *, scheme: str = SCHEME + FOR_FARMS, more: str = APPLICANT) -> Region:
    write_region(folder, scheme=scheme)
    (folder / "facts").mkdir()
    (folder / "facts" / "applicant.yaml").write_text(more, encoding="utf-8")
    return load_region(folder, cached=False)


def told(folder: Path, **changes: str) -> str:
    with pytest.raises(RulebookError) as caught:
        region(folder, **changes)
    return caught.value.told(Lang.EN)


def test_facts_and_predicates_of_several_files_are_one_vocabulary(tmp_path: Path) -> None:
    found = region(tmp_path / "r")
    assert "applicant.kind" in found.catalogue
    assert "company.equity" in found.catalogue
    assert list(found.predicates) == ["applicant.is_farm"]


def test_a_file_of_facts_is_part_of_the_digest(tmp_path: Path) -> None:
    from datetime import date

    from eligibility.rulebook import in_force

    folder = tmp_path / "r"
    before = in_force(region(folder), date(2023, 1, 1))
    assert "facts/applicant.yaml" in dict(before.files)
    path = folder / "facts" / "applicant.yaml"
    path.write_text(APPLICANT.replace("Qui ?", "Qui donc ?"), encoding="utf-8")
    after = in_force(load_region(folder, cached=False), date(2023, 1, 1))
    assert after.digest != before.digest


def test_a_name_described_in_two_files_is_an_error(tmp_path: Path) -> None:
    assert "`company.ok` is already described in" in told(tmp_path / "r", more=APPLICANT + TWICE)


TWICE = """sums:
  company.ok:
    label: {fr: la somme, en: the sum}
    of: [company.equity, company.equity]
"""


def test_a_file_of_facts_that_cannot_be_read_hides_no_other_fault(tmp_path: Path) -> None:
    said = told(tmp_path / "r", more="facts: [")
    assert "facts/applicant.yaml" in said
    assert "no fact" not in said


def test_a_scheme_says_who_may_apply_its_state_and_its_other_names(tmp_path: Path) -> None:
    (scheme,) = region(tmp_path / "r").schemes
    assert scheme.applicants == ("farm",)
    assert scheme.state is State.ANNOUNCED
    assert [alias.name for alias in scheme.aliases] == ["Ancienne démo"]


def test_an_applicant_that_does_not_exist_is_an_error_with_the_one_that_was_meant(
    tmp_path: Path,
) -> None:
    said = told(tmp_path / "r", scheme=SCHEME + FOR_FARMS.replace("[farm]", "[farms]"))
    assert "`farms` is no kind of applicant" in said
    assert "did you mean `farm`?" in said


def test_a_clause_on_the_applicant_names_those_of_the_scheme(tmp_path: Path) -> None:
    assert not [f for f in lint(region(tmp_path / "a")) if f.code == "applicants"]
    other = region(tmp_path / "b", scheme=SCHEME + FOR_FARMS.replace("[farm]", "[farm, company]"))
    (fault,) = [each for each in lint(other) if each.code == "applicants"]
    assert "does not admit the same applicants" in fault.message.en


def test_the_words_that_give_another_name_are_held_against_the_source(tmp_path: Path) -> None:
    found = region(tmp_path / "r")
    source = "les exploitations agricoles seules, fonds propres positifs de\nla société"
    codes = [fault.message.en for fault in check_citations(found, source).faults]
    assert any("`Ancienne démo` does not stand in lines 2-2" in each for each in codes)


def test_what_an_officer_looks_at_must_exist(tmp_path: Path) -> None:
    clause = FOR_FARMS.replace("    require:\n", "    judged_by: applicant.kid\n    require:\n")
    said = told(tmp_path / "r", scheme=SCHEME + clause)
    assert "no fact has the name `applicant.kid`" in said
