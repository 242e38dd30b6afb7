"""
Every quote held against the source, and every sentence of a section held against the quotes.

Both sides are folded alike: words cut by a hyphen at a line's end are joined,
white space counts as one space, nothing else changes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eligibility.errors import Fault, Place
from eligibility.language import Text
from eligibility.rulebook.model import Citation, Region, Section, Strategy

__all__ = ["CiteReport", "check_citations", "fold"]

_CUT = re.compile(r"-\s*\n\s*")
_SPACE = re.compile(r"\s+")
_ELISION = re.compile(r"\s*\[…\]\s*")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class CiteReport:
    """What the source says of the rules."""

    checked: int
    faults: tuple[Fault, ...]
    uncovered: tuple[tuple[str, str], ...]  # lines of the section, words that no clause quotes


def fold(text: str) -> str:
    """*text* as it is compared."""
    return _SPACE.sub(" ", _CUT.sub("-", text)).strip()


def check_citations(region: Region, source: str) -> CiteReport:
    """Checks the quote and the lines of each clause, and the coverage of each section."""
    lines = source.split("\n")
    quoted = [(str(c.id), c.citation, c.place) for part in region.parts for c in part.clauses]
    quoted += [(a.name, a.citation, a.place) for scheme in region.schemes for a in scheme.aliases]
    faults = [fault for each in quoted for fault in _quote_faults(*each, lines)]
    uncovered = tuple(
        (f"{section.lines[0]}-{section.lines[1]}", rest)
        for strategy in region.strategies
        for section in strategy.sections
        for rest in _uncovered(strategy, section, lines)
    )
    return CiteReport(len(quoted), tuple(faults), uncovered)


def _excerpt(lines: list[str], first: int, last: int) -> str:
    return fold("\n".join(lines[first - 1 : last]))


def _spans(citation: Citation, text: str) -> list[tuple[int, int]] | None:
    """Where the pieces of the quote stand in *text*, in order; None when one does not."""
    found = []
    at = 0
    for piece in _ELISION.split(fold(citation.quote)):
        start = text.find(piece, at)
        if start < 0:
            return None
        at = start + len(piece)
        found.append((start, at))
    return found


def _quote_faults(name: str, citation: Citation, place: Place, lines: list[str]) -> Iterator[Fault]:
    first, last = citation.span
    text = _excerpt(lines, first, last)
    if _spans(citation, text) is None:
        yield Fault(
            "quote-not-found",
            place,
            Text(
                f"la citation de `{name}` ne figure pas aux lignes {citation.lines}",
                f"the quote of `{name}` does not stand in lines {citation.lines}",
            ),
            Text(f"on y lit : {text[:160]}", f"they read: {text[:160]}"),
        )
        return
    shorter = ((first + 1, last), (first, last - 1)) if last > first else ()
    for low, high in shorter:
        if _spans(citation, _excerpt(lines, low, high)) is not None:
            yield Fault(
                "range-too-wide",
                place,
                Text(
                    f"`{name}` cite les lignes {citation.lines}, sa citation en occupe moins",
                    f"`{name}` cites lines {citation.lines}, its quote takes fewer",
                ),
                Text(f"essayez {low}-{high}", f"try {low}-{high}"),
            )


def _uncovered(strategy: Strategy, section: Section, lines: list[str]) -> Iterator[str]:
    first, last = section.lines
    text = _excerpt(lines, first, last)
    covered = [False] * len(text)

    def cover(start: int, end: int) -> None:
        covered[start:end] = [True] * (end - start)

    for clause in strategy.clauses:
        low, high = clause.citation.span
        if low < first or high > last:
            continue
        inner = _excerpt(lines, low, high)
        # The excerpt is looked for from where its first line begins in the section.
        offset = text.find(inner, max(0, len(_excerpt(lines, first, low - 1)) - 1))
        for start, end in _spans(clause.citation, inner) or ():
            cover(offset + start, offset + end)
    for heading in section.headings:
        start = text.find(fold(heading))
        if start >= 0:
            cover(start, start + len(fold(heading)))
    rest = "".join(" " if done else sign for sign, done in zip(text, covered, strict=True))
    for stretch in re.split(r"\s{2,}", rest):
        bare = re.sub(r"^[\s•o\-–;:.,()]+|[\s•o\-–;:.,()]+$", "", stretch)
        if _WORD.search(bare):
            yield bare
