"""Random rulebooks, random answers: what holds of every interview."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eligibility.facts import Catalogue, Dossier, Fact, FactName, FactType, Stated
from eligibility.interview import COMPANY, OFFICER, Interview
from eligibility.language import Text
from eligibility.logic import (
    ALWAYS,
    Compare,
    Op,
    Status,
    facts_of,
    leaves,
)
from eligibility.logic.missing import open_facts
from tests.interview.making import (
    DAY,
    answers,
    concluded,
    interviews,
    replies,
    rulebook,
    steps,
)


def asked(interview: Interview, name: FactName) -> FactName:
    return interview.programs[0].rulebook.catalogue[name].asked


def awaited(interview: Interview) -> set[FactName]:
    """What `decide` calls missing, and what would settle which clauses count."""
    found: set[FactName] = set()
    for decision in concluded(interview):
        found.update(decision.missing)
        when = decision.program.conditions[decision.program.when_at]
        if decision.program.otherwise is not None:
            found.update(asked(interview, name) for name in open_facts(when, decision.facts))
    return found


def read(interview: Interview) -> set[FactName]:
    return {
        asked(interview, name)
        for program in interview.programs
        for tree in program.conditions
        for leaf in leaves(tree)
        for name in facts_of(leaf)
    }


def end_of(interview: Interview, data: st.DataObject) -> Interview:
    for _, _, after in steps(interview, replies(data)):
        interview = after
    return interview


@settings(max_examples=15)
@given(interviews(), st.data())
def test_an_interview_ends_asks_nothing_twice_and_only_what_the_rules_read(
    interview: Interview, data: st.DataObject
) -> None:
    names = [fact.name for _, fact, _ in steps(interview, replies(data))]
    assert len(names) == len(set(names))
    assert set(names) <= read(interview) - set(interview.dossier.stated)


@settings(max_examples=15)
@given(interviews(), st.data())
def test_a_question_is_only_asked_while_an_open_clause_waits_for_it(
    interview: Interview, data: st.DataObject
) -> None:
    for before, fact, _ in steps(interview, replies(data)):
        assert fact.name in awaited(before)
        assert COMPANY in fact.answered_by


@settings(max_examples=15)
@given(interviews(), st.data())
def test_what_is_missing_at_the_end_was_passed_or_is_not_the_companys_to_say(
    interview: Interview, data: st.DataObject
) -> None:
    end = end_of(interview, data)
    assert end.wanted() == frozenset()
    for name in awaited(end):
        fact = end.programs[0].rulebook.catalogue[name]
        in_doubt = name in end.dossier.stated and fact.type is FactType.PROCEEDINGS
        assert name in end.passed or in_doubt or COMPANY not in fact.answered_by


@settings(max_examples=15)
@given(interviews(), st.data())
def test_no_answer_that_was_not_asked_for_could_change_the_conclusion(
    interview: Interview, data: st.DataObject
) -> None:
    end = end_of(interview, data)
    later = end
    for fact in end.programs[0].rulebook.catalogue.stated():
        known = fact.name in end.dossier.stated or fact.name in end.passed
        if not known and COMPANY in fact.answered_by:
            later = later.answered(fact.name, data.draw(answers(fact)))
    for one, other in zip(concluded(end), concluded(later), strict=True):
        assert one.outcome is other.outcome
        for finding, then in zip(one.findings, other.findings, strict=True):
            # More facts may move a clause between met and not applicable (contract, section 2).
            harmless = {Status.MET, Status.NOT_APPLICABLE}
            assert then.status is finding.status or {then.status, finding.status} == harmless


@settings(max_examples=15)
@given(interviews(), st.data())
def test_the_order_of_the_answers_does_not_change_the_conclusion(
    interview: Interview, data: st.DataObject
) -> None:
    end = end_of(interview, data)
    again = interview
    for name in data.draw(st.permutations(sorted(end.dossier.stated))):
        again = again.answered(name, end.dossier.stated[name])
    for one, other in zip(concluded(end), concluded(again), strict=True):
        assert (one.outcome, one.missing) == (other.outcome, other.missing)


@settings(max_examples=15)
@given(interviews(), st.data())
def test_a_page_begins_with_the_next_question_and_stays_in_its_folder(
    interview: Interview, data: st.DataObject
) -> None:
    for before, fact, _ in steps(interview, replies(data)):
        page = before.page()
        assert page[0] == fact
        assert len(set(page)) == len(page)
        assert {each.name for each in page} <= before.wanted()
        assert {each.name.partition(".")[0] for each in page} == {fact.name.partition(".")[0]}
    assert end_of(interview, data).page() == ()


@settings(max_examples=15)
@given(interviews(), st.data())
def test_what_is_left_shrinks_with_every_answer_and_the_bound_is_never_passed(
    interview: Interview, data: st.DataObject
) -> None:
    first = interview.progress()
    bound = first.answered + first.left
    for before, _, after in steps(interview, replies(data)):
        one, other = before.progress(), after.progress()
        assert other.left < one.left
        assert other.answered == one.answered + 1
        assert other.answered + other.left <= bound
        assert 0 <= other.closed <= other.clauses


@settings(max_examples=15)
@given(interviews(), st.data())
def test_an_answer_that_is_taken_back_is_asked_again_where_it_still_counts(
    interview: Interview, data: st.DataObject
) -> None:
    for before, fact, after in steps(interview, replies(data)):
        undone = after.without(fact.name)
        assert undone.next_question() == fact
        assert (undone.dossier.stated, undone.passed) == (before.dossier.stated, before.passed)


@settings(max_examples=15)
@given(interviews(), st.data())
def test_an_edited_interview_ends_like_any_other(interview: Interview, data: st.DataObject) -> None:
    end = end_of(interview, data)
    given_ = end.given()
    assume(given_)
    fact = data.draw(st.sampled_from(given_))
    edit = data.draw(st.sampled_from(["again", "unknown", "without"]))
    edited = {
        "again": lambda: end.answered(fact.name, data.draw(answers(fact))),
        "unknown": lambda: end.unknown(fact.name),
        "without": lambda: end.without(fact.name),
    }[edit]()
    assert (fact in edited.given()) is (edit != "without")
    again: list[Fact] = []
    for before, each, after in steps(edited, replies(data)):
        assert each.name not in before.dossier.stated
        assert each.name in awaited(before)
        assert after.progress().left < before.progress().left
        again.append(each)
    assert len(again) == len(set(again))
    assert end_of(edited, data).next_question() is None


@given(interviews())
def test_the_clauses_that_wait_for_a_question_are_those_that_miss_it(interview: Interview) -> None:
    findings = [each for decision in concluded(interview) for each in decision.findings]
    for name in interview.wanted():
        expected = {each.clause.id for each in findings if name in each.missing}
        assert {clause.id for clause in interview.waiting(name)} == expected


@given(interviews())
def test_what_only_an_officer_says_is_asked_of_an_officer(interview: Interview) -> None:
    officers = Interview(interview.programs, interview.dossier, DAY, asked_of=OFFICER)
    catalogue = interview.programs[0].rulebook.catalogue
    assert all(OFFICER in catalogue[name].answered_by for name in officers.wanted())
    assert all(COMPANY in catalogue[name].answered_by for name in interview.wanted())


@settings(max_examples=15)
@given(interviews(), st.data())
def test_the_last_question_leaves_only_clauses_that_wait_for_others(
    interview: Interview, data: st.DataObject
) -> None:
    end = end_of(interview, data)
    for decision in concluded(end):
        for finding in decision.findings:
            if finding.status is Status.UNKNOWN:
                assert not set(finding.missing) & end.wanted()


TRUTH, OTHER = FactName("t.0"), FactName("t.1")


def _yes(name: FactName) -> Compare:
    return Compare((name,), Op.IS, True)


def test_what_only_another_set_of_clauses_reads_counts_in_the_bound() -> None:
    facts = {
        name: Fact(name=name, type=FactType.BOOLEAN, label=Text(name, name), answered_by=(COMPANY,))
        for name in (TRUTH, OTHER)
    }
    made = rulebook(Catalogue(facts), [(ALWAYS, _yes(OTHER))], [(ALWAYS, ALWAYS)], _yes(TRUTH))
    interview = Interview((made,), Dossier("D", "s", None, {}), DAY)
    assert interview.progress().left == 2
    assert interview.next_question() == facts[TRUTH]
    assert interview.answered(TRUTH, Stated(True)).progress().left == 1
    assert interview.answered(TRUTH, Stated(False)).next_question() is None
