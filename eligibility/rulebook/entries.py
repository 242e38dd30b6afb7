"""
An entry of facts.yaml made into a fact.
"""

from eligibility.facts import Fact, FactName, FactType
from eligibility.facts.catalogue import View
from eligibility.language import Text
from eligibility.quantities import Span, scaled
from eligibility.rulebook.shape_base import Bilingual
from eligibility.rulebook.shape_facts import FactShape

__all__ = ["fact_of"]


def fact_of(name: str, given: FactShape) -> Fact:
    """
    The fact called *name*.

    Raises:
        ValueError: what is missing for its type, in words.
    """
    kind = FactType(given.type)
    if kind in (FactType.WORD, FactType.WORDS, FactType.PROCEEDINGS) and not (
        given.words or given.open_list
    ):
        raise ValueError(f"`{name}`: `words`?")
    if kind is FactType.BOOLEAN and given.says is None:
        raise ValueError(f"`{name}`: `says`?")
    asked = not given.from_scheme and given.view is None
    if asked and (given.question is None or not given.answered_by):
        raise ValueError(f"`{name}`: `question`, `answered_by`?")
    decimals = 2 if kind is FactType.AMOUNT else given.decimals

    def text(value: Bilingual | None) -> Text | None:
        return Text(value.fr, value.en) if value else None

    def limit(value: str | None) -> int | None:
        return None if value is None else scaled(value, decimals)

    return Fact(
        name=FactName(name),
        type=kind,
        label=Text(given.label.fr, given.label.en),
        question=text(given.question),
        help=text(given.help),
        example=given.example,
        says_true=text(given.says.true) if given.says else None,
        says_false=text(given.says.false) if given.says else None,
        unit=given.unit,
        unit_label=text(given.unit_label),
        unit_label_one=text(given.unit_label_one),
        decimals=decimals,
        minimum=limit(given.minimum),
        maximum=limit(given.maximum),
        words=tuple((word, Text(label.fr, label.en)) for word, label in given.words.items()),
        open_list=given.open_list,
        pattern=given.pattern,
        checksum=given.checksum,
        answered_by=tuple(given.answered_by),
        evidence=text(given.evidence),
        stale_after=Span.parse(given.stale_after) if given.stale_after else None,
        personal=given.personal,
        within_reach=given.within_reach,
        not_above=_name(given.not_above),
        not_before=_name(given.not_before),
        implied_by=tuple(map(FactName, given.implied_by)),
        view_of=_name(given.view_of),
        view=View(given.view) if given.view else None,
        from_scheme=given.from_scheme,
    )


def _name(value: str | None) -> FactName | None:
    return FactName(value) if value else None
