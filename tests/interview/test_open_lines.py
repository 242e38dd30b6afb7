"""Which lines of a scheme count, and what they wait for."""

import pytest

from eligibility.facts import Catalogue, FactName
from eligibility.interview.open_lines import (
    OpenLine,
    lines_that_count,
    lines_that_may_count,
    opened,
    settling,
)
from eligibility.logic import ALWAYS, Compare, Op, Status
from tests.interview.making import rulebook

A, B, C = FactName("t.0"), FactName("t.1"), FactName("t.2")


def yes(name: FactName) -> Compare:
    return Compare((name,), Op.IS, True)


@pytest.mark.parametrize(
    ("facts", "status", "waits"),
    [
        ({}, Status.UNKNOWN, {A, B}),
        ({A: True}, Status.UNKNOWN, {B}),
        ({A: False}, Status.NOT_APPLICABLE, set()),
        ({B: True}, Status.MET, set()),
        ({B: False}, Status.UNKNOWN, {A}),
        ({A: True, B: False}, Status.NOT_MET, set()),
    ],
)
def test_a_line_waits_for_what_the_contract_calls_missing(
    facts: dict[FactName, bool], status: Status, waits: set[FactName]
) -> None:
    line = OpenLine(yes(A), yes(B), ())
    assert line.status(facts) is status
    assert line.waits_for(facts) == waits
    assert set(line.reads()) == {A, B}


def test_what_the_scheme_says_of_itself_is_known() -> None:
    assert OpenLine(yes(A), yes(B), ((A, True),)).waits_for({}) == {B}


@pytest.mark.parametrize(
    ("facts", "counts", "may_count"),
    [({}, "B", "BA"), ({C: True}, "A", "A"), ({C: False}, "B", "B")],
)
def test_the_other_lines_count_until_it_is_sure_that_they_do_not(
    facts: dict[FactName, bool], counts: str, may_count: str
) -> None:
    made = rulebook(Catalogue({}), [(ALWAYS, yes(A))], [(ALWAYS, yes(B))], yes(C))
    assert [line.clause.id[0] for line in lines_that_count(made, facts)] == [counts]
    every = {"A": opened(made, made.lines[0]), "B": opened(made, (made.otherwise or ())[0])}
    expected = {every[mark] for mark in may_count}
    if len(may_count) > 1:
        expected.add(settling(made))
    assert set(lines_that_may_count(made, facts)) == expected
