"""
A clause of a rule file, checked by its shape, made into a clause of the model.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from eligibility.documents import Document, Path, Value
from eligibility.errors import did_you_mean
from eligibility.facts import FactName
from eligibility.language import Text
from eligibility.logic import ALWAYS, All, Condition, Not
from eligibility.rulebook import shape
from eligibility.rulebook.conditions import Compiler
from eligibility.rulebook.duties import DutyReader, evidence
from eligibility.rulebook.duty import ClauseId, Duty, LastDay, Periods
from eligibility.rulebook.model import (
    Alternative,
    Citation,
    Clause,
    Indicator,
    Kind,
    Part,
    Reading,
    ReadingId,
    Reasons,
    Remedy,
    Role,
    Stage,
)
from eligibility.rulebook.shape_base import Bilingual
from eligibility.rulebook.targets import target
from eligibility.rulebook.templates import check_templates

__all__ = ["ClauseReader", "bilingual", "clauses_of", "readings"]


def bilingual(given: Bilingual) -> Text:
    """The text of a checked shape."""
    return Text(given.fr, given.en)


def _text(given: Bilingual | None) -> Text | None:
    return bilingual(given) if given else None


def _reasons(given: shape.ReasonsShape | None) -> Reasons:
    if given is None:
        return Reasons()
    return Reasons(
        _text(given.met), _text(given.not_met), _text(given.unknown), _text(given.not_applicable)
    )


def _remedy(given: shape.RemedyShape | None) -> Remedy | None:
    return Remedy(given.by, Text(given.fr, given.en)) if given else None


def clauses_of(
    reader: "ClauseReader", given: Iterable[shape.ClauseShape], document: Document
) -> Iterator[Clause]:
    """The clauses of one document, in its order."""
    root = document.root
    raw = root.get("clauses") if isinstance(root, dict) else None
    for index, clause in enumerate(given):
        spec: Value = raw[index] if isinstance(raw, list) else {}
        yield reader.clause(clause, spec, ("clauses", index))


@dataclass
class ClauseReader:
    """Reads the clauses of one document that belong to one owner (a text or a scheme)."""

    compiler: Compiler
    owner: str
    document: str
    heading: str
    readings: Mapping[str, shape.ReadingShape]
    periods: Periods | None = None

    def clause(self, given: shape.ClauseShape, raw: Value, path: Path) -> Clause:
        """The clause; what is wrong with it goes to the compiler's faults."""
        spec: Mapping[str, Value] = raw if isinstance(raw, dict) else {}
        guard = self.guard(spec, path)
        requirement = self.optional(spec, "require", path)
        duties = DutyReader(self.compiler, self.periods)
        duty = duties.duty(given, spec, path)
        clause = Clause(
            id=ClauseId(given.clause),
            title=bilingual(given.title),
            kind=Kind(given.kind),
            stage=Stage(given.stage),
            citation=Citation(
                given.cite.document or self.document,
                given.cite.heading or self.heading,
                given.cite.lines,
                given.cite.quote,
            ),
            place=self.compiler.document.place((*path, "clause")),
            role=Role(given.role) if given.role else None,
            guard=guard,
            requirement=requirement,
            reasons=_reasons(given.reasons),
            remedy=_remedy(given.remedy),
            parts=tuple(self.parts(spec.get("require"), (*path, "require"))),
            alternatives=tuple(
                self.alternative(name, alternative, spec, (guard, requirement, duty), path)
                for name, alternative in given.alternatives.items()
            ),
            indicator=self.indicator(given.indicator, (*path, "indicator")),
            target=target(given.target, spec.get("target"), self.compiler, (*path, "target")),
            judged_by=FactName(given.judged_by) if given.judged_by else None,
            looks_at=tuple(map(FactName, given.looks_at)),
            duty=duty,
            broken_by=duties.breaks(spec, duty, path),
            consequence=given.consequence,
            evidence=evidence(given.evidence),
            note=_text(given.note),
        )
        check_templates(clause, self.compiler, path)
        self.known((clause.judged_by,), (*path, "judged_by"))
        self.known(clause.looks_at, (*path, "looks_at"))
        return clause

    def known(self, names: Iterable[FactName | None], path: Path) -> None:
        """Each name is a fact, a sum or a predicate of the region."""
        vocabulary = self.compiler.vocabulary
        for name in names:
            if name is not None and name not in vocabulary.names():
                self.compiler.fault(
                    "unknown-fact",
                    path,
                    f"aucune donnée ne s'appelle `{name}`",
                    f"no fact has the name `{name}`",
                    did_you_mean(name, vocabulary.names()),
                )

    def optional(self, spec: Mapping[str, Value], key: str, path: Path) -> Condition | None:
        return self.compiler.condition(spec[key], (*path, key)) if key in spec else None

    def guard(self, spec: Mapping[str, Value], path: Path) -> Condition:
        """`applies_when` and not `unless`."""
        applies = self.optional(spec, "applies_when", path)
        unless = self.optional(spec, "unless", path)
        if applies and unless:
            return All((applies, Not(unless)))
        return Not(unless) if unless else applies or ALWAYS

    def parts(self, spec: Value | None, path: Path) -> list[Part]:
        """The parts of a requirement's groups that carry words of their own."""
        found: list[Part] = []
        if isinstance(spec, list):
            for index, item in enumerate(spec):
                found += self.parts(item, (*path, index))
        if not isinstance(spec, dict):
            return found
        if "reasons" in spec or "remedy" in spec:
            bare = {key: value for key, value in spec.items() if key not in ("reasons", "remedy")}
            condition = self.compiler.condition(bare, path)
            words = shape.ReasonsShape.model_validate(_strings(spec.get("reasons") or {}))
            cure = spec.get("remedy")
            remedy = shape.RemedyShape.model_validate(_strings(cure)) if cure else None
            if condition:
                found.append(Part(condition, _reasons(words), _remedy(remedy)))
        for key in ("all", "any", "not"):
            if key in spec:
                found += self.parts(spec[key], (*path, key))
        return found

    def alternative(
        self,
        name: str,
        given: shape.AlternativeShape,
        spec: Mapping[str, Value],
        default: tuple[Condition, Condition | None, Duty | None],
        path: Path,
    ) -> Alternative:
        guard, requirement, duty = default
        reading, _, choice = name.partition("/")
        below = (*path, "alternatives", name)
        known = self.readings.get(reading)
        if known is None or choice not in known.alternatives:
            offered = [
                f"{key}/{one}" for key, each in self.readings.items() for one in each.alternatives
            ]
            self.compiler.fault(
                "unknown-reading",
                below,
                f"l'alternative `{name}` n'est pas déclarée sous `readings`",
                f"the alternative `{name}` is not declared under `readings`",
                Text("déclarées : " + ", ".join(offered), "declared: " + ", ".join(offered)),
            )
        all_changes = spec["alternatives"]
        change = all_changes.get(name) if isinstance(all_changes, dict) else None
        changed: Mapping[str, Value] = change if isinstance(change, dict) else {}
        if "applies_when" in changed or "unless" in changed:
            own = {key: spec[key] for key in ("applies_when", "unless") if key in spec}
            guard = self.guard({**own, **changed}, below)
        if "require" in changed:
            requirement = self.optional(changed, "require", below)
        duties = DutyReader(self.compiler, self.periods)
        return Alternative(
            reading=ReadingId(f"{self.owner}/{reading}"),
            name=choice,
            guard=guard,
            requirement=requirement,
            terms=None
            if given.then is None
            else duties.terms(given.then, changed, (*below, "then")),
            broken_by=duties.breaks(changed, duty, below) if "broken_by" in changed else None,
            consequence=given.consequence,
            start=given.start,
            end=given.end,
            last_day=LastDay(given.last_day) if given.last_day else None,
            as_long_as=None if given.as_long_as is None else tuple(map(ClauseId, given.as_long_as)),
        )

    def indicator(self, given: shape.IndicatorShape | None, path: Path) -> Indicator | None:
        if given is None:
            return None
        forms = {
            "ratio": given.ratio,
            "total": given.total,
            "change": given.change,
            "value": given.value,
        }
        stated = [form for form, spec in forms.items() if spec is not None]
        if len(stated) != 1:
            self.compiler.fault(
                "indicator",
                path,
                "un indicateur a exactement une forme : ratio, total, change ou value",
                "an indicator has exactly one form: ratio, total, change or value",
            )
            return None
        facts, base = _measured(given)
        for name in (*facts, *([base] if base else [])):
            if name not in self.compiler.vocabulary.catalogue:
                self.compiler.fault(
                    "unknown-fact",
                    path,
                    f"l'indicateur porte sur `{name}`, or aucune donnée ne porte ce nom",
                    f"the indicator reads `{name}`, but no fact has that name",
                )
        return Indicator(stated[0], facts, base, _text(given.year))


def _measured(given: shape.IndicatorShape) -> tuple[tuple[FactName, ...], FactName | None]:
    if given.ratio:
        return (FactName(given.ratio[0]),), FactName(given.ratio[1])
    if given.total:
        return tuple(map(FactName, given.total)), None
    if given.change:
        pairs = [FactName(name) for pair in given.change.items() for name in pair]
        return tuple(pairs), None
    return (FactName(given.value or ""),), None


def _strings(value: Value) -> object:
    if isinstance(value, dict):
        return {key: _strings(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_strings(item) for item in value]
    return value.text


def readings(
    owner: str, given: Mapping[str, shape.ReadingShape], compiler: Compiler
) -> tuple[Reading, ...]:
    """The readings declared in one document."""
    return tuple(
        Reading(
            id=ReadingId(f"{owner}/{name}"),
            title=bilingual(reading.title),
            default=bilingual(reading.default),
            alternatives=tuple(
                (choice, bilingual(text)) for choice, text in reading.alternatives.items()
            ),
            ambiguity=reading.ambiguity,
            place=compiler.document.place(("readings", name)),
        )
        for name, reading in given.items()
    )
