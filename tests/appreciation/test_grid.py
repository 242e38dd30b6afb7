"""A grid is the Region's: its working adds up, and what is open is a range, never a guess."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.appreciation.grid import Criterion, Grid, Step, load_grid
from eligibility.appreciation.plain import plain
from eligibility.appreciation.proposal import Proposal, propose
from eligibility.errors import RulebookError
from eligibility.language import Lang, Text
from eligibility.rulebook import ClauseId
from tests.appreciation.test_sheet import GOOD, JUDGED, RULEBOOK, of

FILE = """
grid: essai
title: {fr: Essai, en: Trial}
source: {fr: choix de test, en: choice of a test}
criteria:
  SRDEII-A27-C11: {weight: 2, marks: {weak: 0, moderate: 1, strong: 3}}
  SRDEII-A27-C4b: {weight: 1, steps: [{up_to: 0.15625, mark: 2}, {up_to: 0.5, mark: 1}, {mark: 0}]}
  SRDEII-A27-C7:
    weight: 0.5
    of: self_diagnosis.axes.ecological_impact
    steps: [{up_to: 0, mark: 0}, {mark: 2}]
intensity: [{from: 0, rate: 20}, {from: 4, rate: 30}, {from: 9, rate: 40.5}]
"""


def loaded(folder: Path, text: str = FILE) -> Grid:
    path = folder / "grid.yaml"
    path.write_text(text, encoding="utf-8")
    return load_grid(path, RULEBOOK)


def proposed(folder: Path, dossier: str, text: str = FILE) -> Proposal:
    return propose(of(dossier), loaded(folder, text))


def spelt(pair: tuple[Fraction, Fraction]) -> str:
    return " ".join(map(str, pair))


def test_the_marks_times_the_weights_add_up_to_a_rate(tmp_path: Path) -> None:
    found = proposed(tmp_path, GOOD + JUDGED)
    assert [str(each.mark) for each in found.marked] == ["3", "2", "2"]
    assert [str(each.least) for each in found.marked] == ["6", "2", "1"]
    assert spelt(found.points) == "9 9"
    assert found.rate == Fraction("40.5")


def test_what_is_open_leaves_a_range_and_no_proposal(tmp_path: Path) -> None:
    found = proposed(tmp_path, GOOD)
    assert spelt(found.points) == "3 9"
    assert spelt(found.rates) == "20 81/2"
    assert found.rate is None
    said = plain(of(GOOD), found, Lang.EN)["proposal"]
    assert said["rate"] is None
    assert said["rates"] == [20, 40.5]
    assert said["source"] == "choice of a test"


@pytest.mark.parametrize(
    ("dividends", "mark"), [("10000", 2), ("10001", 1), ("32000", 1), ("32001", 0), ("0", 2)]
)
def test_a_step_holds_its_bound(tmp_path: Path, dividends: str, mark: int) -> None:
    text = GOOD.replace("dividends_paid: 10000", f"dividends_paid: {dividends}")
    assert proposed(tmp_path, text).marked[1].mark == mark


def test_a_criterion_of_a_text_that_is_not_applied_gives_no_point(tmp_path: Path) -> None:
    text = FILE.replace("SRDEII-A27-C11", "SRDTL-47-T27")
    found = proposed(tmp_path, GOOD + JUDGED, text)
    assert found.marked[0].row is None
    assert spelt(found.points) == "3 3"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("SRDEII-A27-C11", "SRDEII-A27-C12", "is no criterion of appreciation"),
        ("SRDEII-A27-C11", "SRDEII-A27-E3", "is no criterion of appreciation"),
        ("strong: 3", "stong: 3", "marked by words: weak, moderate, strong"),
        (", strong: 3", "", "a mark for each"),
        ("{mark: 0}]}", "{up_to: 9, mark: 0}]}", "the last has none"),
        ("{up_to: 0.5, mark: 1}, ", "{up_to: 0.1, mark: 1}, ", "rise by `up_to`"),
        ("    of: self_diagnosis.axes.ecological_impact\n", "", "say which with `of`"),
        ("{from: 9, rate: 40.5}", "{from: 3, rate: 40.5}", "the steps must rise"),
        ("rate: 40.5", "rate: 140.5", "less than or equal to 100"),
        ("weight: 2", "weight: 0", "greater than 0"),
        ("weight: 2", "weight: nan", "finite"),
        ("grid: essai", "grille: essai", "there is no key `grille` here"),
    ],
)
def test_a_grid_that_does_not_fit_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in FILE
    with pytest.raises(RulebookError) as caught:
        loaded(tmp_path, FILE.replace(old, new, 1))
    assert said in caught.value.told(Lang.EN)


numbers = st.integers(-5, 5).map(Fraction)


@st.composite
def grids(draw: st.DrawFn) -> tuple[Grid, Mapping[str, str]]:
    """A grid on the judged criteria, and an officer's words for all of them."""
    names = ["C2", "C5", "C6", "C9", "C10", "C11"]
    criteria, words = [], {}
    for name in draw(st.lists(st.sampled_from(names), min_size=1, unique=True)):
        marks = {word: draw(numbers) for word in ("weak", "moderate", "strong")}
        weight = draw(st.integers(1, 4).map(Fraction))
        criteria.append(Criterion(ClauseId(f"SRDEII-A27-{name}"), weight, marks, (), None))
        words[name] = draw(st.sampled_from(sorted(marks)))
    points = sorted(draw(st.sets(st.integers(-10, 10).map(Fraction), min_size=1, max_size=4)))
    steps = tuple((each, draw(st.integers(0, 100).map(Fraction))) for each in points)
    return Grid("g", Text("g", "g"), Text("s", "s"), tuple(criteria), steps), words


FACTS = {
    "C2": "self_diagnosis_result",
    "C5": "beyond_regulation",
    "C6": "transformation_level",
    "C9": "environmental_impact",
    "C10": "employment_area_impact",
    "C11": "sovereignty_capacity",
}


@given(grids(), st.data())
def test_filling_what_is_open_never_leaves_the_range_that_was_told(
    made: tuple[Grid, Mapping[str, str]], data: st.DataObject
) -> None:
    grid, words = made
    known = data.draw(st.sets(st.sampled_from(sorted(words))))
    lines = {name: f"  {FACTS[name]}: {words[name]}\n" for name in words}

    def told(names: set[str]) -> Proposal:
        text = "".join(lines[name] for name in sorted(names))
        return propose(of(GOOD + ("assessed:\n" + text if text else "")), grid)

    part, whole = told(known), told(set(words))
    assert part.points[0] <= whole.points[0] == whole.points[1] <= part.points[1]
    assert whole.rate is not None
    assert part.rates[0] <= whole.rate <= part.rates[1]
    if part.rate is not None:
        assert part.rate == whole.rate


def test_the_bounds_of_steps_and_of_words_are_their_least_and_most() -> None:
    steps = (Step(Fraction(1), Fraction(4)), Step(None, Fraction(-1)))
    criterion = Criterion(ClauseId("X-1"), Fraction(2), {}, steps, None)
    assert spelt(criterion.bounds()) == "-2 8"
