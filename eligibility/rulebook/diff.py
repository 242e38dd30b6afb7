"""
Two versions of the rules told apart, in sentences.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from eligibility.language import Lang, Text
from eligibility.rulebook.duty_sentence import duty_sentences
from eligibility.rulebook.model import Clause, Rulebook
from eligibility.rulebook.sentence import clause_sentence

__all__ = ["Change", "changes"]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one clause or reading: words before and after, None where there was none."""

    subject: str
    what: Text
    before: str | None
    after: str | None


def changes(old: Rulebook, new: Rulebook, lang: Lang) -> Iterator[Change]:
    """Every clause and reading that is not the same in both, in rulebook order."""
    before = {clause.id: clause for clause in old.clauses()}
    after = {clause.id: clause for clause in new.clauses()}
    for name in dict.fromkeys((*before, *after)):
        yield from _clause(name, before.get(name), after.get(name), old, new, lang)
    earlier = {reading.id: reading for reading in old.readings()}
    later = {reading.id: reading for reading in new.readings()}
    for reading in dict.fromkeys((*earlier, *later)):
        one, two = earlier.get(reading), later.get(reading)
        left = one.default[lang] if one else None
        right = two.default[lang] if two else None
        if left != right:
            yield Change(reading, Text("lecture retenue", "reading taken"), left, right)


def _clause(
    name: str, old: Clause | None, new: Clause | None, was: Rulebook, now: Rulebook, lang: Lang
) -> Iterator[Change]:
    said = Text("devoir", "duty") if new and new.duty else Text("exigence", "requirement")
    one = _sentence(old, was, lang)
    two = _sentence(new, now, lang)
    if old is None or new is None:
        added = Text("clause ajoutée", "clause added")
        removed = Text("clause retirée", "clause removed")
        yield Change(name, removed if new is None else added, one, two)
        return
    if one != two:
        yield Change(name, said, one, two)
    pairs = (
        (Text("citation", "quote"), old.citation.quote, new.citation.quote),
        (Text("genre", "kind"), old.kind.value, new.kind.value),
    )
    for what, left, right in pairs:
        if left != right:
            yield Change(name, what, left, right)


def _sentence(clause: Clause | None, rulebook: Rulebook, lang: Lang) -> str | None:
    if clause is None:
        return None
    if clause.duty is not None:
        return " ".join(
            duty_sentences(
                clause.duty, clause.broken_by, clause.consequence or "none", rulebook.region, lang
            )
        )
    said = clause_sentence(clause.guard, clause.requirement, rulebook.region, lang)
    return said or clause.title[lang]
