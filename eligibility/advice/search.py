"""
Ways to make every line of a program hold, the cheapest first.

A state is what is wished of each fact so far, and conditions that are still
to be made true or false. What leaves no choice is done at once; a choice makes
a state for each of its ways. A wish is only ever added, so the cost of a state
never exceeds that of what becomes of it: the first way found is a cheapest one.
"""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eligibility.advice.change import By, Change, Literal
from eligibility.advice.trial import changes_for, facts_after, is_fulfilled
from eligibility.decisions import Decision
from eligibility.facts import FactName, Facts
from eligibility.logic import (
    ALWAYS,
    All,
    Always,
    Any,
    Compare,
    Condition,
    Known,
    Named,
    Not,
    evaluate,
    facts_of,
    settled,
)
from eligibility.logic.nodes import Leaf
from eligibility.rulebook import Line

__all__ = ["BOUND", "Search"]

BOUND = 1500
"""How often the program is evaluated before the search is cut off."""
_DIVE = 300
"""How much further the search goes, straight ahead, when it was cut off empty-handed."""

_Wanted = tuple[Condition, bool]
_Cost = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Course:
    """Lines to be fulfilled, where the condition *when* is true, or where it is not."""

    lines: tuple[tuple[Line, Condition], ...]
    when: Condition
    applies: bool

    def open(self, facts: Facts) -> tuple[_Wanted, ...]:
        """What *facts* do not yet make as it is wanted."""
        found = [(node, True) for line, node in self.lines if not is_fulfilled(line, facts)]
        if (evaluate(self.when, facts) is True) is not self.applies:
            found.insert(0, (self.when, self.applies))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _State:
    course: _Course
    wishes: Mapping[FactName, frozenset[Literal]]
    changes: tuple[Change, ...]
    agenda: tuple[_Wanted, ...] = ()
    done: bool = False

    @property
    def cost(self) -> _Cost:
        """What nobody can be advised to do weighs most."""
        return sum(each.by is By.OUTSIDE for each in self.changes), len(self.changes)


class Search:
    """One search; *cut* is True once it gave up before it had seen everything."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self.catalogue = decision.program.rulebook.catalogue
        self.cut = False
        self._heap: list[tuple[_Cost, int, _State]] = []
        self._pushed = 0
        self.steps = 0
        self._seen: set[object] = set()

    def found(self) -> Iterator[tuple[Change, ...]]:
        """Changes that are enough, those that cost least first; some may not be needed."""
        for course in _courses(self.decision):
            self._push(_State(course, {}, ()))
        some = False
        while self._heap and self.steps < BOUND:
            cost, _, state = heapq.heappop(self._heap)
            for each in () if state.done else self._grown(state):
                if each.done and each.cost == cost:
                    some = True
                    yield each.changes
                else:
                    self._push(each)
            if state.done:
                some = True
                yield state.changes
        if self._heap:
            self.cut = True
            if not some:
                yield from self._dived()

    def _push(self, state: _State) -> None:
        self._pushed += 1
        heapq.heappush(self._heap, (state.cost, self._pushed, state))

    def _dived(self) -> Iterator[tuple[Change, ...]]:
        """One way, if there is one straight ahead of the cheapest states."""
        stack = [state for _, _, state in sorted(self._heap, key=lambda item: item[:2])][::-1]
        while stack and self.steps < BOUND + _DIVE:
            state = stack.pop()
            if state.done:
                yield state.changes
                return
            stack.extend(sorted(self._grown(state), key=lambda each: each.cost, reverse=True))

    def _grown(self, state: _State) -> list[_State]:
        """What becomes of *state*: it is done, it has a choice, or nothing where it cannot be."""
        while True:
            self.steps += 1
            facts = facts_after(self.decision, state.changes)
            agenda = [each for each in state.agenda if evaluate(each[0], facts) is not each[1]]
            agenda = agenda or list(state.course.open(facts))
            if not agenda:
                return [_State(state.course, state.wishes, state.changes, done=True)]
            wishes, choices = self._sorted_out(agenda, facts)
            if wishes is None:
                return []
            if not wishes:
                return self._chosen(state, choices, facts)
            grown = self._wishing(state, wishes, tuple(choices))
            if grown is None:
                return []
            if grown.cost > state.cost and grown.cost > self._next():
                return [grown]
            state = grown

    def _next(self) -> _Cost:
        return self._heap[0][0] if self._heap else (1 << 30, 0)

    def _sorted_out(
        self, agenda: list[_Wanted], facts: Facts
    ) -> tuple[list[Literal] | None, list[_Wanted]]:
        """The literals without a choice (None: one of them can never be), and the choices."""
        literals: list[Literal] = []
        choices: list[_Wanted] = []
        stack = agenda[::-1]
        while stack:
            node, wanted = stack.pop()
            if evaluate(node, facts) is wanted:
                continue
            match node:
                case Always():
                    return None, []
                case Not(part):
                    stack.append((part, not wanted))
                case Named(_, body):
                    stack.append((body, wanted))
                case All(parts) | Any(parts):
                    if isinstance(node, All) is wanted:
                        stack.extend((part, wanted) for part in reversed(parts))
                    else:
                        choices.append((node, wanted))
                case Compare(term) if len(term) > 1:
                    lacking = [name for name in term if name not in facts]
                    literals += [(Known(name), True) for name in lacking]
                    choices.append((node, wanted))
                case _:
                    (name,) = facts_of(node)
                    if self.catalogue[name].from_scheme or (isinstance(node, Known) and not wanted):
                        return None, []
                    literals.append((node, wanted))
        return literals, choices

    def _wishing(
        self, state: _State, literals: list[Literal], agenda: tuple[_Wanted, ...]
    ) -> _State | None:
        wishes = dict(state.wishes)
        for literal in literals:
            name = self.catalogue[facts_of(literal[0])[0]].asked
            wishes[name] = wishes.get(name, frozenset()) | {literal}
        changes = changes_for(self.decision, wishes)
        return None if changes is None else _State(state.course, wishes, changes, agenda)

    def _chosen(self, state: _State, choices: list[_Wanted], facts: Facts) -> list[_State]:
        """A state for each way of the first choice; none where this place was seen before."""
        (node, wanted), *rest = choices
        place = (state.course.applies, frozenset(state.wishes.items()), tuple(choices))
        if place in self._seen:
            return []
        self._seen.add(place)
        ways: list[_Wanted]
        if isinstance(node, Compare):
            ways = [(each, wanted) for each in _one_summand(node, facts)]
        else:
            assert isinstance(node, All | Any)
            ways = [(part, wanted) for part in node.parts]
        return [_State(state.course, state.wishes, state.changes, (way, *rest)) for way in ways]


def _one_summand(total: Compare, facts: Facts) -> Iterator[Leaf]:
    """*total* as a condition on each of its summands, the others staying as they are."""
    whole = sum(_number(facts, name) for name in total.term)
    for name in total.term:
        others = whole - _number(facts, name)
        yield Compare((name,), total.op, int(total.value) - others)


def _number(facts: Facts, name: FactName) -> int:
    value = facts[name]
    assert isinstance(value, int)
    return value


def _courses(decision: Decision) -> Iterator[_Course]:
    program = decision.program
    when = settled(program.conditions[program.when_at], program.properties)

    def lines(given: tuple[Line, ...]) -> tuple[tuple[Line, Condition], ...]:
        return tuple((line, _node(line, program.properties)) for line in given)

    if program.otherwise is None:
        yield _Course(lines(program.lines), ALWAYS, applies=True)
        return
    yield _Course(lines(program.lines), when, applies=True)
    yield _Course(lines(program.otherwise), when, applies=False)


def _node(line: Line, properties: Mapping[FactName, bool]) -> Condition:
    """The clause as one condition: its guard is false, or its requirement true."""
    return settled(Any((Not(line.guard), line.requirement)), properties)
