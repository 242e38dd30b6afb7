"""
The events of an award, read; one may replace another by its id.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from eligibility.awards import fields
from eligibility.awards.award import Event, Investment
from eligibility.documents import Path, Value
from eligibility.errors import did_you_mean
from eligibility.facts import Fact, FactName, FactType
from eligibility.facts.events import EVENTS, EventKind
from eligibility.facts.typed import TypedReader, is_absent
from eligibility.language import Text

__all__ = ["MAX_EVENTS", "EventReader"]

MAX_EVENTS = 10_000
"""Of one award: a real one has a few dozen."""


# Without a name, a field is called by its place in the file, as every other key is.
_FIELDS = {
    kind.name: {str(fact.name): replace(fact, name=FactName("")) for fact in kind.fields}
    for kind in EVENTS.values()
}


class EventReader:
    """Reads through *typed*, which gathers the faults."""

    def __init__(self, typed: TypedReader, investments: tuple[Investment, ...] | None) -> None:
        self.typed = typed
        self.listed = investments is not None
        self.investments = {each.id for each in investments or ()}

    def events(self, value: Value | None) -> tuple[Event, ...]:
        """Every event, in the order of the file."""
        items = self.typed.items(value, ("events",)) or []
        if len(items) > MAX_EVENTS:
            self.typed.fault(
                "too-many-events",
                ("events",),
                Text(
                    f"cette aide a {len(items)} événements, plus que les {MAX_EVENTS} permis",
                    f"this award has {len(items)} events, more than the {MAX_EVENTS} allowed",
                ),
                Text(
                    "gardez ceux qui comptent pour les devoirs de cette aide",
                    "keep those that matter to the duties of this award",
                ),
            )
            return ()
        found = [
            event
            for index, item in enumerate(items)
            if (event := self.event(item, index, ("events", index)))
        ]
        self.corrections(found)
        return tuple(found)

    def event(self, value: Value, number: int, path: Path) -> Event | None:
        if not isinstance(value, dict):
            self.typed.expected(path, Text("{on: …, kind: …}", "{on: …, kind: …}"))
            return None
        kind = self.kind(value, path)
        if kind is None:
            return None
        own = _FIELDS[kind.name]
        for key in value:
            if key not in fields.EVENT and key not in own:
                self.typed.unknown_key(
                    (*path, key),
                    (*own, *fields.EVENT),
                    Text(
                        f"un événement `{kind.name}` n'a pas de clé `{key}`",
                        f"an event `{kind.name}` has no key `{key}`",
                    ),
                )
        when = self.typed.day(value.get("on"), (*path, "on"))
        if is_absent(value.get("on")):
            self.typed.fault(
                "no-day",
                path,
                Text("cet événement n'a pas de jour (`on`)", "this event has no day (`on`)"),
                Text("ajoutez par exemple `on: 2024-03-01`", "add such as `on: 2024-03-01`"),
            )
        content = dict(self.content(kind, own, value, path))
        if when is None:
            return None
        return Event(
            number=number,
            kind=kind.name,
            on=when,
            id=self.typed.text(value.get("id"), (*path, "id")) or None,
            replaces=self.typed.text(value.get("replaces"), (*path, "replaces")) or None,
            fields=content,
            evidence=self.typed.text(value.get("evidence"), (*path, "evidence")),
            note=self.typed.text(value.get("note"), (*path, "note")),
        )

    def kind(self, value: Mapping[str, Value], path: Path) -> EventKind | None:
        before = len(self.typed.faults)
        word = self.typed.text(value.get("kind"), (*path, "kind"))
        if word in EVENTS:
            return EVENTS[word]
        if len(self.typed.faults) == before:
            self.typed.fault(
                "unknown-event" if word else "no-kind",
                (*path, "kind"),
                Text(f"aucun événement ne s'appelle `{word}`", f"there is no event `{word}`")
                if word
                else Text("cet événement n'a pas de `kind`", "this event has no `kind`"),
                did_you_mean(word or "", EVENTS)
                or Text("événements : " + ", ".join(EVENTS), "events: " + ", ".join(EVENTS)),
            )
        return None

    def content(
        self, kind: EventKind, own: Mapping[str, Fact], value: Mapping[str, Value], path: Path
    ) -> Iterator[tuple[str, bool | int | str | tuple[str, ...]]]:
        """What the kind's own keys hold."""
        for name, fact in own.items():
            below = (*path, name)
            stated = value.get(name)
            if is_absent(stated):
                if name in kind.wanted:
                    self.typed.fault(
                        "no-field",
                        path,
                        Text(
                            f"un événement `{kind.name}` doit dire {fact.label.fr} (`{name}`)",
                            f"an event `{kind.name}` must tell {fact.label.en} (`{name}`)",
                        ),
                        Text(f"ajoutez `{name}:`", f"add `{name}:`"),
                    )
                continue
            if fact.type is FactType.WORDS:
                words = [
                    self.typed.code(fact, item, (*below, index))
                    for index, item in enumerate(self.typed.items(stated, below) or [])
                ]
                yield name, tuple(word for word in words if word)
                continue
            found = self.typed.scalar(fact, stated, below)
            if isinstance(found, bool | int | str):
                yield name, found
            if name == "investment" and isinstance(found, str) and found not in self.investments:
                self.no_investment(found, below)

    def no_investment(self, name: str, path: Path) -> None:
        known = sorted(self.investments)
        self.typed.fault(
            "unknown-investment",
            path,
            Text(
                f"l'investissement `{name}` ne figure pas dans l'aide",
                f"the investment `{name}` is not in the award",
            ),
            did_you_mean(name, known)
            or (
                Text(
                    "investissements de l'aide : " + (", ".join(known) or "aucun"),
                    "investments of the award: " + (", ".join(known) or "none"),
                )
                if self.listed
                else Text("donnez-les sous `investments:`", "give them under `investments:`")
            ),
        )

    def corrections(self, events: list[Event]) -> None:
        """Notes ids that stand twice, and replacements of what is not there or is replaced already."""
        by_id: dict[str, Event] = {}
        replaced: dict[str, Event] = {}
        for event in events:
            path: Path = ("events", event.number)
            if event.id and event.id in by_id:
                self.typed.fault(
                    "id-twice",
                    (*path, "id"),
                    Text(
                        f"l'événement `{event.id}` figure deux fois",
                        f"the event `{event.id}` stands twice",
                    ),
                    Text(
                        "pour corriger un événement, donnez un autre `id` et `replaces`",
                        "to correct an event, give another `id` and `replaces`",
                    ),
                )
            elif event.id:
                by_id[event.id] = event
            if event.kind == "withdrawn" and not event.replaces:
                self.typed.fault(
                    "no-field",
                    path,
                    Text(
                        "un retrait doit dire quel événement il retire (`replaces`)",
                        "a withdrawal must tell which event it withdraws (`replaces`)",
                    ),
                    Text("ajoutez `replaces:`", "add `replaces:`"),
                )
        for event in events:
            if event.replaces:
                self.correction(event, by_id, replaced)
        ends = [e for e in events if e.kind == "programme_ended" and e.id not in replaced]
        for event in ends[1:]:
            self.typed.fault(
                "ended-twice",
                ("events", event.number),
                Text("le programme finit deux fois", "the programme ends twice"),
                Text(
                    "pour corriger la première fin, donnez-lui un `id` et écrivez `replaces` ici",
                    "to correct the first end, give it an `id` and write `replaces` here",
                ),
            )

    def correction(
        self, event: Event, by_id: Mapping[str, Event], replaced: dict[str, Event]
    ) -> None:
        name = str(event.replaces)
        path: Path = ("events", event.number, "replaces")
        if name not in by_id:
            self.typed.fault(
                "unknown-correction",
                path,
                Text(
                    f"aucun événement de l'aide n'a l'`id` `{name}`",
                    f"no event of the award has the `id` `{name}`",
                ),
                did_you_mean(name, by_id),
            )
            return
        if name in replaced:
            self.typed.fault(
                "corrected-twice",
                path,
                Text(
                    f"l'événement `{name}` est déjà remplacé",
                    f"the event `{name}` is replaced already",
                ),
                Text(
                    "remplacez l'événement qui l'a remplacé",
                    "replace the event that replaced it",
                ),
            )
        replaced[name] = event
        seen = {event.number}
        while event.replaces and event.replaces in by_id:
            event = by_id[event.replaces]
            if event.number in seen:
                self.typed.fault(
                    "correction-loop",
                    path,
                    Text(
                        "ces événements se remplacent en rond",
                        "these events replace each other in a circle",
                    ),
                    Text(
                        "l'un d'eux est le dernier : retirez un `replaces`",
                        "one of them is the last: remove one `replaces`",
                    ),
                )
                return
            seen.add(event.number)
