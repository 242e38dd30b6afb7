"""Random awards with holes and events, for the properties that hold whatever happens."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from eligibility.awards.award import Award, Event, Investment, Programme
from eligibility.facts import FactName
from eligibility.facts.events import EVENTS, OBJECTS

FIRST = date(2022, 11, 25)
SIRENS = ["000000018", "000000026", "000000034"]
SCHEMES = [
    "contrat-entreprise-avenir",
    "pass-et-contrats-tourisme",
    "pass-transformation-ecologique",
]

days = st.integers(0, 365 * 14).map(lambda n: FIRST + timedelta(days=n))
signatures = st.integers(0, 365 * 2).map(lambda n: FIRST + timedelta(days=n))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


_FIELDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "job_count": {"jobs": st.sampled_from([0, 100, 500, 800, 1000, 1200, 1500])},
    "investment_disposed": {"investment": st.sampled_from(["I1", "I2"])},
    "establishment_moved": {
        "commune": maybe(st.sampled_from(["31555", "75056", "2A004", "97105"]))
    },
    "capital_operation": {"affects_control": maybe(st.booleans())},
    "rnd_performed": {
        "region": maybe(st.sampled_from(["occitanie", "bretagne"])),
        "by": maybe(st.sampled_from(["own", "partner", "other", *SIRENS])),
    },
    "partner_used": {"siren": st.sampled_from(SIRENS)},
    "rnd_staff_proof": {"accepted": maybe(st.booleans())},
    "exploitation_transferred": {"within_group": maybe(st.booleans())},
    "checked": {"objects": st.lists(st.sampled_from(list(OBJECTS)), unique=True).map(tuple)},
}
KINDS = [kind for kind in EVENTS if kind not in ("programme_ended", "withdrawn")]


@st.composite
def happenings(draw: st.DrawFn, kind: str | None = None) -> Event:
    """One event that neither ends the programme nor corrects another."""
    name = kind or draw(st.sampled_from(KINDS))
    drawn = {key: draw(strategy) for key, strategy in _FIELDS.get(name, {}).items()}
    fields = {key: value for key, value in drawn.items() if value is not None}
    return Event(0, name, draw(days), fields=fields)


@st.composite
def awards(draw: st.DrawFn) -> Award:
    """An award of which anything but id, scheme and signature may be unknown."""
    starts = draw(maybe(signatures))
    ends = draw(maybe(st.integers(0, 1500)))
    kept, created = (
        draw(maybe(st.sampled_from([0, 500, 1000]))),
        draw(maybe(st.sampled_from([0, 200]))),
    )
    total = kept + created if kept is not None and created is not None else None
    if total is None and kept is None and created is None:
        total = draw(maybe(st.sampled_from([0, 1200])))
    size = draw(st.sampled_from([None, "pme", "eti", "ge", "figures"]))
    facts: dict[FactName, Any] = {}
    if size == "figures":
        facts = {
            FactName("company.headcount"): draw(st.sampled_from([500, 24900, 25000, 500000])),
            FactName("company.turnover"): draw(st.sampled_from([10**8, 6 * 10**9, 2 * 10**11])),
        }
    partners = draw(maybe(st.lists(st.sampled_from(SIRENS[1:]), unique=True)))
    drawn = draw(st.lists(happenings(), max_size=8))
    ended = draw(maybe(days))
    events = [*drawn, *([Event(0, "programme_ended", ended)] if ended else [])]
    return Award(
        id="A",
        scheme=draw(st.sampled_from(SCHEMES)),
        signed_on=draw(signatures),
        siren=draw(maybe(st.just(SIRENS[0]))),
        size=None if size == "figures" else size,
        facts=facts,
        amount=draw(maybe(st.sampled_from([0, 1, 12_000_000]))),
        programme=Programme(
            starts, None if ends is None else (starts or FIRST) + timedelta(days=ends)
        ),
        jobs=total,
        jobs_kept=kept,
        jobs_created=created,
        investments=draw(
            maybe(st.just((Investment("I1", None, 8_000_000), Investment("I2", None, None))))
        ),
        innovation=draw(maybe(st.booleans())),
        partners=None if partners is None else tuple(partners),
        pro_rata=draw(
            st.sampled_from([{}, {"jobs": "share"}, {"activity": "time", "control": "time"}])
        ),
        events=numbered(events),
    )


def numbered(events: list[Event]) -> tuple[Event, ...]:
    """The events, each with its place in the file."""
    return tuple(replace(event, number=at) for at, event in enumerate(events))
