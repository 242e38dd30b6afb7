"""
The figures that the appreciation looks at (SRDEII-A27-C4a to C8, SRDTL-47-T20a to T24).

Exact fractions; no threshold exists in the source, so none is applied. A base
that is zero, negative or unknown gives no figure, and says so.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from eligibility.decisions.decision import Figure
from eligibility.facts import Catalogue, FactName, Facts, FactType
from eligibility.language import Text
from eligibility.rulebook import Clause, Program
from eligibility.rulebook.model import Indicator

__all__ = ["figures"]


def figures(program: Program, facts: Facts) -> Iterator[Figure]:
    """Every figure of the texts that the scheme applies, and of the scheme itself."""
    rulebook = program.rulebook
    owners = {line.clause.id: line for line in program.lines}
    for strategy in rulebook.strategies:
        if not any(clause.id in owners for clause in strategy.clauses):
            continue
        for clause in strategy.clauses:
            if clause.indicator is not None:
                yield from _figures(clause, clause.indicator, facts, rulebook.catalogue)
    for clause in program.scheme.clauses:
        if clause.indicator is not None:
            yield from _figures(clause, clause.indicator, facts, rulebook.catalogue)


def _figures(
    clause: Clause, indicator: Indicator, facts: Facts, catalogue: Catalogue
) -> Iterator[Figure]:
    values = _Values(facts, catalogue)
    match indicator.form:
        case "ratio" if indicator.base is not None:
            yield values.ratio(clause, indicator.facts[0], indicator.base)
        case "change":
            for after, before in zip(indicator.facts[::2], indicator.facts[1::2], strict=True):
                yield values.change(clause, after, before)
        case _:
            yield values.total(clause, indicator.facts)


class _Values:
    """Facts as exact numbers in their own unit."""

    def __init__(self, facts: Facts, catalogue: Catalogue) -> None:
        self.facts: Mapping[FactName, object] = facts
        self.catalogue = catalogue

    def number(self, name: FactName) -> Fraction | None:
        value = self.facts.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        return Fraction(value, 10 ** self.catalogue[name].decimals)

    def unknown(self, names: tuple[FactName, ...]) -> Text | None:
        labels = [self.catalogue[name].label for name in names if self.number(name) is None]
        if not labels:
            return None
        return Text(
            "donnée manquante : " + ", ".join(label.fr for label in labels),
            "missing: " + ", ".join(label.en for label in labels),
        )

    def unit(self, name: FactName) -> str:
        fact = self.catalogue[name]
        return "EUR" if fact.type is FactType.AMOUNT else fact.unit or "number"

    def ratio(self, clause: Clause, part: FactName, base: FactName) -> Figure:
        why_not = self.unknown((part, base))
        top, bottom = self.number(part), self.number(base)
        if bottom is not None and bottom <= 0:
            label = self.catalogue[base].label
            why_not = Text(
                f"non calculable : {label.fr} est {'nul' if bottom == 0 else 'négatif'}",
                f"not computable: {label.en} is {'zero' if bottom == 0 else 'negative'}",
            )
        value = None if why_not or top is None or bottom is None else top / bottom
        return Figure(clause.id, value, "ratio", None, why_not)

    def change(self, clause: Clause, after: FactName, before: FactName) -> Figure:
        why_not = self.unknown((after, before))
        new, old = self.number(after), self.number(before)
        value = None if new is None or old is None else new - old
        return Figure(clause.id, value, self.unit(after), before, why_not)

    def total(self, clause: Clause, names: tuple[FactName, ...]) -> Figure:
        numbers = [self.number(name) for name in names]
        known = [number for number in numbers if number is not None]
        value = sum(known, Fraction(0)) if len(known) == len(numbers) else None
        return Figure(clause.id, value, self.unit(names[0]), None, self.unknown(names))
