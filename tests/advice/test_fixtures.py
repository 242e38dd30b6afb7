"""Advice on the fixture dossiers: each set is held by both engines, on the day it names."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eligibility.advice import Advice, By, Change, ChangeSet, advise
from eligibility.advice.plain import plain
from eligibility.advice.words import change_text, reason_text
from eligibility.decisions import Decision, Outcome, decide
from eligibility.documents import read_document
from eligibility.engines.durable import Durable
from eligibility.facts import Dossier, FactName, Stated, read_dossier
from eligibility.facts.proceedings import Proceeding
from eligibility.language import Lang
from eligibility.rulebook import Region, in_force, load_region, program

ROOT = Path(__file__).parents[2]
FILES = sorted(path.name for path in (ROOT / "fixtures" / "dossiers").iterdir())
DAY = date(2023, 2, 1)
PROCEEDINGS = FactName("company.proceedings")


@pytest.fixture(scope="module")
def region() -> Region:
    return load_region(ROOT / "rules" / "occitanie", cached=False)


@pytest.fixture(scope="module")
def engine() -> Durable:
    return Durable()


class Bench:
    def __init__(self, region: Region, engine: Durable) -> None:
        self.region, self.engine = region, engine
        self.made: dict[Any, Any] = {}

    def dossier(self, name: str) -> Dossier:
        document = read_document(ROOT / "fixtures" / "dossiers" / name)
        return read_dossier(document, self.region.catalogue, self.region.scheme_ids)

    def decide(
        self, dossier: Dossier, on: date | None = None, chosen: dict[str, str] | None = None
    ) -> Decision:
        day = on or dossier.submitted_on or DAY
        key = (dossier.scheme, *(chosen or {}).items())
        if key not in self.made:
            self.made[key] = program(in_force(self.region, day), dossier.scheme, day, chosen)
        return decide(dossier, self.made[key], as_of=day, engine=self.engine)

    def proceedings(self, *given: Proceeding, **readings: str) -> Advice:
        """The advice for a dossier that is eligible but for these proceedings."""
        eligible = self.dossier("tpe-exact-ceiling.yaml")
        dossier = Dossier(
            eligible.id, eligible.scheme, DAY, {**eligible.stated, PROCEEDINGS: Stated(given)}
        )
        chosen = {f"SRDEII-A27/{name.replace('_', '-')}": one for name, one in readings.items()}
        return advise(self.decide(dossier, chosen=chosen))


@pytest.fixture(scope="module")
def bench(region: Region, engine: Durable) -> Bench:
    return Bench(region, engine)


@pytest.mark.parametrize("name", FILES)
def test_the_changes_of_a_set_are_enough_and_each_is_needed(name: str, bench: Bench) -> None:
    decision = bench.decide(bench.dossier(name))
    advice = advise(decision)
    assert advice.complete
    assert bool(advice.sets) is (decision.outcome is not Outcome.ELIGIBLE)
    for each in advice.sets:
        after = bench.decide(each.applied(decision.dossier), each.eligible_from)
        assert after.outcome is Outcome.ELIGIBLE
        for left_out in each.changes:
            fewer = ChangeSet(tuple(other for other in each.changes if other is not left_out))
            without = bench.decide(fewer.applied(decision.dossier), fewer.eligible_from)
            assert without.outcome is not Outcome.ELIGIBLE


@pytest.mark.parametrize("name", FILES)
def test_every_change_is_said_in_both_languages_without_telling_what_to_declare(
    name: str, bench: Bench
) -> None:
    advice = advise(bench.decide(bench.dossier(name)))
    for lang in Lang:
        for each in advice.sets:
            for change in each.changes:
                text = change_text(advice, change, lang)
                assert text.endswith(".")
                assert "None" not in text
                assert "{" not in text
                assert "déclarer " not in text.casefold()
                assert "declare " not in text.casefold()
        found = plain(advice, lang)
        assert (found["reason"] is not None) is (not advice.sets)


def only(advice: Advice) -> tuple[Change, ...]:
    assert advice.complete
    (found,) = advice.sets
    return found.changes


def test_equity_below_zero_says_how_much_is_missing_to_the_cent(bench: Bench) -> None:
    advice = advise(bench.decide(bench.dossier("negative-equity.yaml")))
    (change,) = only(advice)
    assert (change.by, change.distance, change.value) == (By.COMPANY, 12_000_01, 1)
    found = plain(advice, Lang.FR)["sets"][0]["changes"][0]
    assert found["wanted"] == {"above": 0}
    assert (found["current"], found["value"], found["distance"]) == (-12000, 0.01, 12000.01)
    assert found["unit"] == "EUR"
    assert found["clauses"] == ["SRDEII-A27-E3"]
    assert "il manque 12\u00a0000,01\u00a0€" in found["text"]
    assert found["text"].startswith("Reconstituer les fonds propres")


def test_a_headcount_is_not_in_the_companys_hands_and_the_other_scheme_is_named(
    bench: Bench,
) -> None:
    advice = advise(bench.decide(bench.dossier("tpe-twenty-employees.yaml")))
    (change,) = only(advice)
    assert change.by is By.OUTSIDE
    text = change_text(advice, change, Lang.FR)
    assert text.startswith("Il faudrait que")
    assert "S'orienter vers le Contrat « Entreprise d'avenir »" in text


def test_real_estate_has_two_ways_and_each_has_its_own_words(bench: Bench) -> None:
    advice = advise(bench.decide(bench.dossier("real-estate-without-measures.yaml")))
    said = [change_text(advice, each.changes[0], Lang.FR) for each in advice.sets]
    assert len(said) == 2
    assert not said[0].startswith("Préciser")
    assert said[1].startswith("Préciser les mesures")


def test_a_self_diagnosis_denied_without_axes_is_done_and_its_five_axes_supplied(
    bench: Bench,
) -> None:
    changes = only(advise(bench.decide(bench.dossier("no-self-diagnosis.yaml"))))
    assert [each.known for each in changes] == [True] + [False] * 5
    assert changes[0].fact == "self_diagnosis.done"


def test_axes_that_imply_a_self_diagnosis_do_not_ask_for_it_as_well(bench: Bench) -> None:
    advice = advise(bench.decide(bench.dossier("nothing-known.yaml")))
    facts = {change.fact for each in advice.sets for change in each.changes}
    assert "self_diagnosis.axes.value_sharing" in facts
    assert "self_diagnosis.done" not in facts


def test_a_judgement_of_the_officer_is_never_the_companys(bench: Bench) -> None:
    changes = only(advise(bench.decide(bench.dossier("eti-3s-nothing-assessed.yaml"))))
    judged = [each for each in changes if each.fact.startswith("assessed.")]
    assert judged
    assert all(each.by is By.OUTSIDE for each in judged)


def test_a_judgement_tried_is_not_called_the_applicants_own_word(bench: Bench) -> None:
    dossier = bench.dossier("eti-3s-nothing-assessed.yaml")
    (found,) = advise(bench.decide(dossier)).sets
    after = found.applied(dossier)
    for change in found.changes:
        expected = "assessed" if change.fact.startswith("assessed.") else "declared"
        assert after.stated[change.fact].origin.origin == expected


def test_a_sum_too_great_is_met_by_changing_one_of_its_parts(bench: Bench) -> None:
    advice = advise(bench.decide(bench.dossier("eti-3s-over-ceiling-with-other-aid.yaml")))
    facts = [[change.fact for change in each.changes] for each in advice.sets]
    assert facts == [["request.amount"], ["project.other_regional_aid"]]


def test_a_proceeding_with_a_closing_day_is_left_to_time(bench: Bench) -> None:
    advice = bench.proceedings(Proceeding("civil", closed_on=date(2023, 3, 15)))
    (change,) = only(advice)
    assert (change.by, change.on) == (By.TIME, date(2023, 3, 15))
    assert advice.sets[0].eligible_from == date(2023, 3, 15)
    assert "15 mars 2023" in change_text(advice, change, Lang.FR)


def test_time_and_what_nobody_can_date_are_two_changes(bench: Bench) -> None:
    advice = bench.proceedings(
        Proceeding("civil", closed_on=date(2023, 3, 15)), Proceeding("labour")
    )
    changes = only(advice)
    assert [each.by for each in changes] == [By.TIME, By.OUTSIDE]
    assert "procédure prud’homale" in change_text(advice, changes[1], Lang.FR)


def test_a_proceeding_that_opens_meanwhile_is_waited_for_too(bench: Bench) -> None:
    advice = bench.proceedings(
        Proceeding("civil", closed_on=date(2023, 3, 15)),
        Proceeding("labour", opened_on=date(2023, 3, 1), closed_on=date(2023, 6, 1)),
    )
    assert advice.sets[0].eligible_from == date(2023, 6, 1)


def test_a_role_that_nobody_stated_is_supplied_where_it_matters(bench: Bench) -> None:
    advice = bench.proceedings(Proceeding("civil"), court_proceedings="as-defendant-only")
    (change,) = only(advice)
    assert (change.by, change.known) == (By.COMPANY, False)
    assert "rôle" in change_text(advice, change, Lang.FR)


def test_the_day_of_a_plan_counts_where_the_reading_says_so(bench: Bench) -> None:
    given = Proceeding("sauvegarde", plan_adopted_on=date(2023, 4, 1))
    (change,) = only(bench.proceedings(given, court_proceedings="plan-ends-it"))
    assert change.on == date(2023, 4, 1)
    (change,) = only(bench.proceedings(given))
    assert change.by is By.OUTSIDE


def test_an_eligible_dossier_says_that_nothing_has_to_change(bench: Bench) -> None:
    advice = advise(bench.decide(bench.dossier("tpe-exact-ceiling.yaml")))
    assert advice.sets == ()
    assert "rien n'est à changer" in str(reason_text(advice, Lang.FR))
