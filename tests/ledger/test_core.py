"""The core of a decision is all that replay needs, and holds nothing of a person."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from eligibility.decisions import Decision, decide
from eligibility.errors import LedgerError
from eligibility.facts import Dossier, FactName, FactType
from eligibility.ledger.canonical import canonical, parsed
from eligibility.ledger.core import can_be_personal, core, dossier_of
from tests.ledger.making import (
    DOSSIERS,
    compiled,
    conclusion,
    decided,
    dossier,
    engine,
    region,
    written,
)

READINGS = [
    {},
    {"SRDEII-A27/equity": "zero-is-positive", "SRDTL-47/equity": "zero-is-positive"},
    {"SRDEII-A27/equity": "quasi-equity-counts", "SRDTL-47/equity": "quasi-equity-counts"},
    {
        "SRDEII-A27/court-proceedings": "as-defendant-only",
        "SRDTL-47/court-proceedings": "any-court",
    },
    {"SRDEII-A27/court-proceedings": "plan-ends-it", "SRDEII-A27/tpe": "tpe-has-no-period"},
    {"SRDEII-A27/difficulty-schemes": "lifts-equity-too"},
    {"pass-transformation-ecologique/tourism": "srdtl-applies"},
    {"pass-et-contrats-tourisme/applied-texts": "srdeii-also-applies"},
]
FULL = """
id: "OCC 2023/É-😀"
submitted_on: 2023-02-01
scheme: contrat-3s
company:
  siren: "000000018"
  name: Zoé Lemoine EI
  headcount: {value: 12.5, origin: registry, as_of: 2022-12-31}
  equity: {value: -0.01, origin: accounts, as_of: 2022-12-31, evidence: "liasse 2051 de Zoé"}
  proceedings:
    - {kind: labour, role: claimant, opened_on: 2022-01-01, closed_on: 2022-06-30}
    - {kind: redressement_judiciaire, opened_on: 2021-03-04, plan_adopted_on: 2022-03-04}
    - {kind: criminal, role: defendant}
  shareholder_managers: {salaries: 71234.56, dividends: 0}
self_diagnosis: {done: true, axes: {impact_strategy: 0, social_impact: 100, power_sharing: 33.33}}
commitments: {environmental_footprint: false, energy_efficiency: true}
project:
  title: Chez Zoé
  real_estate: true
  land_use_measures: ""
  environmental_measures: "Démolition «\\u2028» de l'\\U0001F3ED de Zoé"
request: {amount: 90071992547409.91, grant: 0.01, instrument: grant}
assessed:
  strategic_company:
    {value: true, by: "Mme Noëlle Petit", on: 2023-01-20, rationale: "Vue chez Zoé\\nle 20"}
"""
EVIDENCED = """dividends_paid: {value: $, origin: accounts, evidence: liasse de Zoé}
  self_financing_capacity: 100000"""


def salt(name: str) -> bytes:
    """Always the same secret for the same fact."""
    return hashlib.sha256(name.encode()).digest()[:16]


def again(decision: Decision, chosen: dict[str, str]) -> tuple[bytes, bytes]:
    """The canonical core, and the one that comes of evaluating it again."""
    made = core(decision, salt)
    data = canonical(made.core)
    found = parsed(data)
    sealed = {name: parsed(canonical(each.value)) for name, each in made.sealed.items()}
    as_of = date.fromisoformat(found["evaluated_on"])
    given = dossier_of(found, sealed, region().catalogue)
    program = compiled(found["scheme"], as_of, tuple(sorted(chosen.items())))
    assert dict(program.readings) == found["readings"]
    repeated = decide(given, program, as_of=as_of, engine=engine())
    return data, canonical(core(repeated, salt).core)


@pytest.mark.parametrize("chosen", READINGS, ids=lambda chosen: ",".join(chosen.values()) or "-")
@pytest.mark.parametrize("name", DOSSIERS)
def test_a_decision_made_again_from_its_core_has_the_same_core(
    name: str, chosen: dict[str, str]
) -> None:
    before, after = again(conclusion(dossier(name), **chosen), chosen)
    assert before == after


def test_a_dossier_with_every_origin_and_form_survives() -> None:
    before, after = again(conclusion(written(FULL)), {})
    assert before == after


def test_the_core_names_all_that_the_contract_says() -> None:
    found = core(conclusion(dossier("demo-ineligible.yaml")), salt).core
    assert found["schema"] == "eligibility/core@1"
    assert found["scheme"] == dossier("demo-ineligible.yaml").scheme
    assert found["evaluated_on"] == str(dossier("demo-ineligible.yaml").submitted_on)
    assert found["outcome"] == "ineligible"
    assert found["rulebook"]["digest"].startswith("sha256:")
    assert {each["status"] for each in found["clauses"]} >= {"met", "not_met"}
    assert {"readings", "facts", "missing", "indicators"} <= set(found)
    assert {each.get("exact") for each in found["indicators"]} >= {"5/32"}
    assert any(each.get("thresholds") for each in found["clauses"])


@pytest.mark.parametrize("name", DOSSIERS)
def test_only_facts_that_the_program_reads_are_recorded(name: str) -> None:
    decision = conclusion(dossier(name))
    facts = set(core(decision, salt).core["facts"])
    assert facts == set(decision.dossier.stated) & decision.program.facts_read()
    assert not facts & {"company.name", "company.siren", "project.title", "company.commune"}


def test_what_no_clause_reads_is_nowhere_in_the_act() -> None:
    given = written(FULL)
    assert "company.name" in given.stated
    act = decided("demo-eligible.yaml")
    told = canonical(act.draft.body).decode() + str(act.sealed)
    stated = dossier("demo-eligible.yaml").stated[FactName("company.name")]
    assert str(stated.value) not in told
    made = core(conclusion(given), salt)
    assert "Lemoine" not in canonical(made.core).decode() + str(made.sealed)


def told(value: Any) -> str:
    """The canonical bytes as text, without the escapes of JSON."""
    return canonical(value).decode().replace('\\"', '"').replace("\\n", "\n")


def texts(value: Any) -> Iterator[str]:
    """Every text and number in a sealed value that says something; none of its keys."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in ("kind", "role") and (key, item) != ("origin", "assessed"):
                yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str) or (isinstance(value, int) and abs(value) > 9999):
        yield str(value)


@pytest.mark.parametrize("given", [*map(dossier, DOSSIERS), written(FULL)], ids=lambda d: d.id)
def test_nothing_of_a_sealed_fact_is_in_the_hashed_bytes(given: Dossier) -> None:
    made = core(conclusion(given), salt)
    hashed = told(made.core)
    plain = {text for raw in made.core["facts"].values() for text in texts(raw)}
    ours = {given.id, given.scheme, str(given.submitted_on)}
    plain |= {str(each.get("exact")) for each in made.core["indicators"]}
    for name, sealed in made.sealed.items():
        assert set(made.core["facts"].get(name, {"sealed"})) == {"sealed"}
        for text in texts(sealed.value):
            if text and text not in plain | ours | {"accounts", "registry", "attestation"}:
                assert not re.search(rf"(?<![\da-z]){re.escape(text)}(?![\da-z])", hashed), name


@pytest.mark.parametrize("given", [*map(dossier, DOSSIERS), written(FULL)], ids=lambda d: d.id)
def test_every_fact_that_can_be_personal_is_sealed(given: Dossier) -> None:
    made = core(conclusion(given), salt)
    for name, raw in made.core["facts"].items():
        fact, stated = region().catalogue[name], given.stated[name]
        named = stated.origin.by or stated.origin.rationale or stated.origin.evidence
        free = fact.type in (FactType.TEXT, FactType.PROCEEDINGS)
        assert ("sealed" in raw) == bool(fact.personal or free or named) == (name in made.sealed)
        assert can_be_personal(fact, stated) == ("sealed" in raw)


def without_digests(value: Any) -> Any:
    """The same without the digests of what is sealed, which tell nothing."""
    if isinstance(value, dict):
        return {key: without_digests(item) for key, item in value.items() if key != "sealed"}
    return [without_digests(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("facts", "one", "two"),
    [
        ("shareholder_managers: {salaries: $, dividends: 0}", "71234", "65432"),
        ("shareholder_managers: {salaries: 0, dividends: $}", "71234", "65432"),
        ("shareholder_managers: {salaries: $, dividends: 8000}", "71234.56", "65432.10"),
        (EVIDENCED, "71233", "65437"),
    ],
)
def test_an_indicator_does_not_tell_what_was_sealed(facts: str, one: str, two: str) -> None:
    found = []
    for value in (one, two):
        given = written(
            "id: X\nscheme: pass-transformation-ecologique\nsubmitted_on: 2023-02-01\n"
            f"company:\n  {facts.replace('$', value)}\nrequest: {{amount: 8000}}\n"
        )
        made = core(conclusion(given), salt)
        assert made.sealed
        found.append(without_digests(made.core))
    assert found[0] == found[1]


def test_the_same_fact_with_another_salt_has_another_digest() -> None:
    decision = conclusion(dossier("eti-3s.json"))
    one, two = core(decision, salt), core(decision, lambda name: salt(name + "'"))
    assert set(one.sealed) == set(two.sealed)
    for name in set(one.sealed) & set(one.core["facts"]):
        assert one.core["facts"][name] != two.core["facts"][name]
    assert without_digests(one.core) == without_digests(two.core)
    acts = decided("eti-3s.json"), decided("eti-3s.json")
    salts = [each.salt for act in acts for each in act.sealed.values()]
    assert len(set(salts)) == len(salts)
    assert all(len(each) >= 16 for each in salts)


def test_every_sealed_fact_that_is_not_there_is_named() -> None:
    made = core(conclusion(dossier("eti-3s.json")), salt)
    with pytest.raises(LedgerError) as caught:
        dossier_of(made.core, {}, region().catalogue)
    told = {fault.message.fr.split("`")[1] for fault in caught.value.faults}
    assert told == {name for name in made.sealed if "/" not in name}
