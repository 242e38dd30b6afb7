"""
Which rules were in force on a day.

A version ends the day before the next one begins, or on its own last day.
After the last one ends, no older version comes back.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from eligibility.errors import Fault, NotInForceError
from eligibility.language import Lang, Text, day
from eligibility.rulebook.model import Region, Rulebook, Scheme, Strategy

__all__ = ["digest", "in_force", "scheme_in_force"]

V = TypeVar("V", Strategy, Scheme)


def in_force(region: Region, as_of: date) -> Rulebook:
    """
    The texts and schemes of *region* in force on *as_of*.

    Raises:
        NotInForceError: no text was in force that day.
    """
    strategies = _current(region.strategies, as_of)
    schemes = _current(region.schemes, as_of)
    if not strategies:
        first = min(strategy.in_force_from for strategy in region.strategies)
        raise NotInForceError(
            [
                Fault(
                    "not-in-force",
                    None,
                    Text(
                        f"aucune règle n'était en vigueur le {day(as_of, Lang.FR)}",
                        f"no rules were in force on {day(as_of, Lang.EN)}",
                    ),
                    Text(
                        f"les premières le sont depuis le {day(first, Lang.FR)} ; choisissez un "
                        "jour avec --on",
                        f"the first ones began on {day(first, Lang.EN)}; choose a day with --on",
                    ),
                )
            ]
        )
    parts: tuple[Strategy | Scheme, ...] = (*strategies, *schemes)
    found = Rulebook(
        region=region,
        version=max(part.in_force_from for part in parts).isoformat(),
        digest="",
        strategies=strategies,
        schemes=schemes,
    )
    return replace(found, digest=digest(found.files))


def scheme_in_force(rulebook: Rulebook, scheme_id: str, as_of: date) -> Scheme:
    """
    The scheme as in force on *as_of*.

    Raises:
        NotInForceError: it was not in force that day.
    """
    scheme = rulebook.scheme(scheme_id)
    if scheme is not None:
        return scheme
    versions = [each for each in rulebook.region.schemes if each.id == scheme_id]
    first = min((each.in_force_from for each in versions), default=None)
    raise NotInForceError(
        [
            Fault(
                "not-in-force",
                None,
                Text(
                    f"le dispositif `{scheme_id}` n'était pas en vigueur le {day(as_of, Lang.FR)}",
                    f"the scheme `{scheme_id}` was not in force on {day(as_of, Lang.EN)}",
                ),
                None
                if first is None
                else Text(
                    f"il l'est depuis le {day(first, Lang.FR)}",
                    f"it began on {day(first, Lang.EN)}",
                ),
            )
        ]
    )


def digest(files: Iterable[tuple[str, str]]) -> str:
    """`sha256:` of the lines `path`, tab, SHA-256 of the bytes, sorted by path."""
    lines = "".join(f"{name}\t{fingerprint}\n" for name, fingerprint in sorted(files))
    return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"


def _current(versions: Iterable[V], as_of: date) -> tuple[V, ...]:
    """The last version of each id to begin by *as_of*, unless it has ended; order kept."""
    last: dict[str, V] = {}
    for version in versions:
        known = last.get(version.id)
        begun = version.in_force_from <= as_of
        if begun and (known is None or version.in_force_from > known.in_force_from):
            last[version.id] = version
    return tuple(v for v in last.values() if v.in_force_until is None or as_of <= v.in_force_until)
