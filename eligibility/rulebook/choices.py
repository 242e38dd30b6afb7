"""
Which readings are taken, and what follows for the texts of a scheme.

A conclusion is drawn under the chosen readings, then under each that differs
from them in exactly one place.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from eligibility.errors import Fault, UnknownReadingError, did_you_mean
from eligibility.language import Text
from eligibility.logic import ALWAYS, Condition
from eligibility.rulebook.model import DEFAULT, Alternative, Clause, ReadingId, Rulebook, Scheme

__all__ = ["Choice", "Readings", "checked_readings", "other_choices", "taken_by", "texts_under"]

Readings = Mapping[ReadingId, str]
"""The alternative taken of each reading; a reading that is not here has its default."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading taken otherwise: it only counts where *when* is true."""

    reading: ReadingId
    alternative: str
    readings: Readings
    texts: tuple[str, ...]
    when: Condition


def checked_readings(rulebook: Rulebook, chosen: Mapping[str, str]) -> dict[ReadingId, str]:
    """
    The readings of *chosen* (`reading id: alternative`) that are not the default.

    Raises:
        UnknownReadingError: a reading or an alternative that does not exist.
    """
    known = {str(reading.id): reading for reading in rulebook.readings()}
    faults = []
    taken: dict[ReadingId, str] = {}
    for name, alternative in chosen.items():
        if name not in known:
            faults.append(
                Fault(
                    "unknown-reading",
                    None,
                    Text(f"la lecture `{name}` n'existe pas", f"there is no reading `{name}`"),
                    did_you_mean(name, known)
                    or Text(
                        "lectures connues : " + ", ".join(known),
                        "known readings: " + ", ".join(known),
                    ),
                )
            )
            continue
        offered = [one for one, _ in known[name].alternatives]
        if alternative not in (*offered, DEFAULT):
            faults.append(
                Fault(
                    "unknown-reading",
                    None,
                    Text(
                        f"la lecture `{name}` n'a pas d'alternative `{alternative}`",
                        f"the reading `{name}` has no alternative `{alternative}`",
                    ),
                    did_you_mean(alternative, offered)
                    or Text(
                        "alternatives : " + ", ".join(offered),
                        "alternatives: " + ", ".join(offered),
                    ),
                )
            )
        elif alternative != DEFAULT:
            taken[known[name].id] = alternative
    if faults:
        raise UnknownReadingError(faults)
    return taken


def taken_by(clause: Clause, readings: Readings) -> Iterator[Alternative]:
    """The alternatives of *clause* that *readings* take."""
    return (each for each in clause.alternatives if readings.get(each.reading) == each.name)


def texts_under(scheme: Scheme, readings: Readings) -> tuple[tuple[str, ...], Condition]:
    """The texts that *scheme* applies, and the condition under which it does so."""
    for alternative in scheme.alternatives:
        if readings.get(alternative.reading) == alternative.name:
            return alternative.texts, alternative.when
    return scheme.texts, ALWAYS


def other_choices(scheme: Scheme, clauses: Iterable[Clause], taken: Readings) -> Iterator[Choice]:
    """Every choice that differs from *taken* in one reading that *clauses* or *scheme* bear."""
    offered: dict[ReadingId, list[str]] = {}
    for clause in clauses:
        for alternative in clause.alternatives:
            names = offered.setdefault(alternative.reading, [])
            if alternative.name not in names:
                names.append(alternative.name)
    for each in scheme.alternatives:
        offered.setdefault(each.reading, []).append(each.name)
    for reading, names in offered.items():
        for name in (DEFAULT, *names):
            if name == taken.get(reading, DEFAULT):
                continue
            other = {key: value for key, value in taken.items() if key != reading}
            if name != DEFAULT:
                other[reading] = name
            texts, _ = texts_under(scheme, other)
            own = [
                each for each in scheme.alternatives if (each.reading, each.name) == (reading, name)
            ]
            yield Choice(reading, name, other, texts, own[0].when if own else ALWAYS)
