"""Targets measured on a table: bounds that hold whatever the unknown facts turn out to be."""

import itertools
import random
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from eligibility.errors import InputError, RulebookError
from eligibility.language import Lang
from eligibility.rulebook import in_force, load_region
from eligibility.rulebook.lint import lint
from eligibility.rulebook.target import TargetForm
from eligibility.screening.portfolio import Measure, Portfolio, measured, targets_of
from eligibility.screening.screen import Request
from tests.rulebook.regions import FACTS, SCHEME, TEXT, write_region

DAY = date(2023, 2, 1)
CLAUSE = """
  - clause: DEMO-{name}
    title: {{fr: Cible, en: Target}}
    kind: indicator
    stage: portfolio
    cite: {{lines: 1-1, quote: "une cible de la région entière"}}
    target: {target}
"""
TARGETS = {
    "SHARE": "{share_of: {company.ok: {is: true}}, among: {company.headcount: {above: 1 employees}},"
    " at_least: 50 percent, by: 2027-12-31}",
    "COUNT": "{count_of: {company.ok: {is: true}}, at_least: 2 dossiers, each: 1 year}",
    "TOTAL": "{total_of: company.equity, among: {company.ok: {is: true}}, at_least: 100 EUR}",
}


def clauses(**targets: str) -> str:
    return "heading: Cibles\nclauses:\n" + "".join(
        CLAUSE.format(name=name, target=target) for name, target in targets.items()
    )


def portfolio(folder: Path, rows: list[tuple[str, str, str]], **targets: str) -> Portfolio:
    given = targets or TARGETS
    text = TEXT.partition("readings:")[0]
    region = load_region(
        write_region(folder / "r", facts=FACTS, text=text, clauses=clauses(**given), scheme=SCHEME),
        cached=False,
    )
    assert {fault.code for fault in lint(region)} <= {"no-condition"}
    lines = ["id,scheme,company.ok,company.headcount,company.equity"]
    lines += [f"d{at},demo,{','.join(row)}" for at, row in enumerate(rows)]
    path = folder / "t.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    request = Request(source=path, target=path, region=region, on=DAY, today=DAY)
    return measured(request, targets_of(in_force(region, DAY)))


def by_form(found: Portfolio) -> dict[TargetForm, Measure]:
    return {each.target.form: each for each in found.measures}


def test_each_form_by_hand(tmp_path: Path) -> None:
    rows = [("true", "2", "60.50"), ("false", "3", "1000"), ("true", "1", "50"), ("true", "9", "")]
    found = by_form(portfolio(tmp_path, rows))
    share, count, total = (found[form] for form in TargetForm)
    assert share.least == share.most == Fraction(200, 3)
    assert (share.among, share.unknown, share.reached) == (3, 0, True)
    assert [count.least, count.most, count.reached] == [3, 3, True]
    assert [total.least, total.most, total.unknown] == [11050, None, 1]
    assert total.reached is True


@pytest.mark.parametrize(
    ("equity", "reached"), [("100", True), ("99.99", False), ("100.01", True), ("", None)]
)
def test_a_total_at_the_target_just_below_and_just_above(
    tmp_path: Path, equity: str, reached: bool | None
) -> None:
    found = by_form(portfolio(tmp_path, [("true", "2", equity)]))
    assert found[TargetForm.TOTAL].reached is reached


def test_a_table_that_concerns_nobody_has_no_share(tmp_path: Path) -> None:
    share = by_form(portfolio(tmp_path, [("true", "1", "")]))[TargetForm.SHARE]
    assert (share.least, share.most, share.reached) == (None, None, None)


def test_a_row_that_does_not_fit_is_counted_apart(tmp_path: Path) -> None:
    found = portfolio(tmp_path, [("maybe", "2", "1"), ("true", "2", "1")])
    assert (found.rows, found.errors) == (2, 1)
    assert by_form(found)[TargetForm.COUNT].least == 1


def test_the_bounds_are_the_least_and_the_most_over_all_that_may_be(tmp_path: Path) -> None:
    draw = random.Random(7)
    for trial in range(12):
        rows = [
            (draw.choice(["true", "false", ""]), draw.choice(["1", "2", ""]), "5")
            for _ in range(draw.randint(1, 4))
        ]
        folder = tmp_path / str(trial)
        folder.mkdir()
        found = by_form(portfolio(folder, rows))
        shares, counts = [], []
        ways = [
            itertools.product([ok] if ok else ["true", "false"], [size] if size else ["1", "2"])
            for ok, size, _ in rows
        ]
        for world in itertools.product(*(tuple(way) for way in ways)):
            among = [ok for ok, size in world if size == "2"]
            if among:
                shares.append(Fraction(100 * among.count("true"), len(among)))
            counts.append(sum(ok == "true" for ok, _ in world))
        share, count = found[TargetForm.SHARE], found[TargetForm.COUNT]
        assert [count.least, count.most] == [min(counts), max(counts)], rows
        if shares:
            assert share.least is not None
            assert share.most is not None
            assert share.least <= min(shares) <= max(shares) <= share.most, rows
            if all(size for _, size, _ in rows):
                assert (share.least, share.most) == (min(shares), max(shares)), rows
        else:
            assert share.least is None


def test_lines_of_dossiers_have_no_columns(tmp_path: Path) -> None:
    region = load_region(write_region(tmp_path / "r"), cached=False)
    path = tmp_path / "d.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    request = Request(source=path, target=path, region=region, today=DAY)
    with pytest.raises(InputError) as caught:
        measured(request, ())
    assert "targets are measured on columns" in caught.value.told(Lang.EN)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("{share_of: {company.ok: {is: true}}, at_least: 50}", "write such as `50 percent`"),
        ("{count_of: {company.ok: {is: true}}, at_least: 2 percent}", "such as `50 dossiers`"),
        ("{total_of: company.ok, at_least: 2 EUR}", "is no number of the catalogue"),
        ("{total_of: company.equity, at_least: 2 jobs}", "write `2 EUR`"),
        ("{at_least: 2 EUR}", "exactly one of `share_of`"),
        ("{share_of: {company.okay: {is: true}}, at_least: 5 percent}", "did you mean"),
    ],
)
def test_a_target_that_does_not_fit_is_told(tmp_path: Path, target: str, said: str) -> None:
    text = TEXT.partition("readings:")[0]
    folder = write_region(tmp_path / "r", text=text, clauses=clauses(X=target))
    with pytest.raises(RulebookError) as caught:
        load_region(folder, cached=False)
    assert said in caught.value.told(Lang.EN)
