"""
The duty of a clause file, checked by its shape, made into a duty of the model.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from eligibility.documents import Path, Value
from eligibility.language import Text
from eligibility.logic import ALWAYS, Condition
from eligibility.quantities import Span
from eligibility.rulebook import shape
from eligibility.rulebook.breaks import breaks
from eligibility.rulebook.conditions import Compiler
from eligibility.rulebook.duty import Break, Duty, Evidence, LastDay, Periods, Term

__all__ = ["DutyReader", "evidence", "periods"]

_MOST = {"day": 36525, "month": 1200, "year": 100}
"""The longest term: a day of any award and a term stay inside the calendar."""


def periods(given: shape.PeriodsShape | None) -> Periods | None:
    """How a document counts lengths of time; None where it does not say."""
    return (
        Periods(LastDay(given.last_day), Text(given.source.fr, given.source.en)) if given else None
    )


def evidence(given: shape.EvidenceShape | None) -> Evidence | None:
    """What shows that the duty is kept."""
    if given is None:
        return None
    return Evidence(Text(given.fr, given.en), Span.parse(given.every) if given.every else None)


@dataclass(frozen=True)
class DutyReader:
    """Reads duties that count their lengths as *periods* says; faults go to the compiler."""

    compiler: Compiler
    periods: Periods | None

    def breaks(self, spec: Mapping[str, Value], duty: Duty | None, path: Path) -> tuple[Break, ...]:
        """What breaks *duty*."""
        if duty is None or "broken_by" not in spec:
            return ()
        return breaks(spec["broken_by"], duty.objects, self.compiler, (*path, "broken_by"))

    def terms(
        self, given: list[shape.TermShape], spec: Mapping[str, Value], path: Path
    ) -> tuple[Term, ...]:
        """How long a duty goes on, for whom."""
        raw = spec.get("then")
        found = []
        for index, term in enumerate(given):
            item = raw[index] if isinstance(raw, list) else {}
            when: Condition = ALWAYS
            if isinstance(item, dict) and "when" in item:
                when = self.compiler.condition(item["when"], (*path, index, "when")) or ALWAYS
            length = Span.parse(term.length)
            if length.count > _MOST[length.unit]:
                self.compiler.fault(
                    "too-long",
                    (*path, index, "for"),
                    f"`{term.length}` dépasse un siècle",
                    f"`{term.length}` is more than a century",
                )
            found.append(Term(when, length))
        return tuple(found)

    def duty(self, clause: shape.ClauseShape, spec: Mapping[str, Value], path: Path) -> Duty | None:
        """The duty of a clause; nothing of it may be left to be guessed."""
        given = clause.duty
        if given is None:
            return None
        raw = spec.get("duty")
        inner: Mapping[str, Value] = raw if isinstance(raw, dict) else {}
        for key, value in (("broken_by", clause.broken_by), ("consequence", clause.consequence)):
            if value is None:
                self.compiler.fault(
                    "duty",
                    path,
                    f"le devoir de `{clause.clause}` n'a pas de `{key}`",
                    f"the duty of `{clause.clause}` has no `{key}`",
                    Text(f"ajoutez `{key}:`", f"add `{key}:`"),
                )
        if self.periods is None:
            self.compiler.fault(
                "no-periods",
                (*path, "duty"),
                f"`{clause.clause}` fixe un devoir, mais rien ne dit comment les durées se comptent",
                f"`{clause.clause}` sets a duty, but nothing says how lengths of time are counted",
                Text(
                    "déclarez `periods: {last_day: …, missing_day: …, source: …}` "
                    "dans text.yaml ou le dispositif",
                    "declare `periods: {last_day: …, missing_day: …, source: …}` "
                    "in text.yaml or the scheme",
                ),
            )
        return Duty(
            tuple(given.objects),
            given.start,
            given.end,
            self.terms(given.then, inner, (*path, "duty", "then")),
            self.periods.last_day if self.periods else LastDay.SAME_DAY,
            given.only_innovation,
        )
