"""
A table as dossiers: the facts of each row, its track, and what is wrong with it.

The relation `facts`: the columns that every relation carries (`id`, `scheme`,
`track`, `error`), and a column for each fact that a condition reads. A row
with an error has no track, and so no conclusion.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_

import ibis
import ibis.expr.types as ir

from eligibility.engines.columnar import Columns, WordSets, visible
from eligibility.facts import Fact, FactName, FactType
from eligibility.facts.problems import described
from eligibility.facts.values import EARLIEST, LATEST
from eligibility.language import Lang, Text
from eligibility.screening.binding import DAY, ID, SCHEME, Binding, Bound, head, possible_column
from eligibility.screening.cells import Cell, is_blank, read, shown
from eligibility.screening.parsing import FALSE, TRUE, plain, trimmed, typed
from eligibility.screening.plan import LACKING, Period, Plan, facts_needed
from eligibility.screening.quick import surely_number
from eligibility.screening.views import seen

__all__ = ["Rows", "columns"]

SHOWN = 60
"""Signs of a wrong value that a message repeats."""

_BETWEEN = " ; "
"""Between the things wrong with one row, and for a moment after the last of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """
    How the rows of one table are read.

    *on* is the day of evaluation of every row; without it each row has its own
    day of submission, and *today* where that is not known. *in_duckdb*: no
    other database reads them.
    """

    plan: Plan
    binding: Binding
    by_hand: bool
    on: date | None
    today: date
    lang: Lang
    in_duckdb: bool = False

    def tidy(self, source: ibis.Table) -> ibis.Table:
        """The relation `tidy`: what each fact was written as, named by the fact."""
        return source.select(
            **{
                name: self._written(name, bound, source)
                for name, bound in self.binding.facts.items()
            }
        )

    def plain(self, tidy: ibis.Table) -> ibis.Table:
        """The relation `plain`: texts as a program writes them, beside what was written."""
        chosen: dict[str, ir.Value] = {}
        for name, fact in self._read_facts():
            raw = tidy[name]
            chosen[_written(name)] = raw
            chosen[name] = raw
            if raw.type().is_string():
                chosen[name] = plain(fact, raw, in_duckdb=self.in_duckdb)
        return tidy.select(**chosen, **{SCHEME: tidy[SCHEME]})

    def parsed(self, texts: ibis.Table) -> ibis.Table:
        """The relation `parsed`: what the texts stand for, beside them."""
        chosen: dict[str, ir.Value] = {}
        for name, fact in self._read_facts():
            raw = texts[name]
            chosen[_written(name)] = texts[_written(name)]
            if not raw.type().is_string() or fact.type is FactType.TEXT:
                chosen[name] = raw
                continue
            chosen[_plain(name)] = raw
            chosen[name] = typed(fact, raw, in_duckdb=self.in_duckdb)
        return texts.select(**chosen, **{SCHEME: texts[SCHEME]})

    def cells(self, parsed: ibis.Table) -> ibis.Table:
        """The relation `cells`: the value of each fact, and whether all fits."""
        found = self._cells(parsed)
        kept = {name: parsed[name] for name in parsed.columns if name.endswith(")")}
        before = {_parsed(name): parsed[name] for name in found}
        return parsed.select(
            **{name: cell.value for name, cell in found.items()},
            **kept,
            **before,
            **{SCHEME: parsed[SCHEME]},
            fits=ibis.ifelse(
                reduce(and_, (cell.at_once for cell in found.values())),
                True,
                reduce(and_, (cell.fits for cell in found.values())),
            ),
        )

    def facts(self, cells: ibis.Table, *, in_words: bool = True) -> ibis.Table:
        """
        The relation `facts`: id, scheme, track, error, and the facts that are needed.

        Not *in_words* there is no error in it (`wrong` has those).
        """
        track, fits, nothing = self._track(cells), self._fits(cells), ibis.null("string")
        sound = fits & track.notnull()
        return cells.select(
            id=cells[ID],
            scheme=cells[SCHEME],
            track=ibis.ifelse(fits, track, ibis.null("int64")),
            error=ibis.ifelse(sound, nothing, self._error(cells)) if in_words else nothing,
            **self._known(cells),
        )

    def stated(self, cells: ibis.Table) -> ibis.Table:
        """Whether each row fits, and the facts that are needed; no scheme is looked at."""
        return cells.select(fits=self._fits(cells), **self._known(cells))

    def wrong(self, cells: ibis.Table) -> ibis.Table:
        """The relation `wrong`: id, scheme and error of the rows that have one."""
        sound = self._fits(cells).fill_null(False) & self._track(cells).notnull()
        return cells.filter(sound == ibis.literal(False)).select(
            id=cells[ID], scheme=cells[SCHEME], error=self._error(cells)
        )

    def say(self, fr: str, en: str) -> str:
        return Text(fr, en)[self.lang]

    def _read_facts(self) -> Iterator[tuple[FactName, Fact]]:
        """What is read of a row; its scheme is looked up, and not read."""
        catalogue = self.plan.region.catalogue
        return ((name, head(name, catalogue)) for name in self.binding.facts if name != SCHEME)

    def _cells(
        self, rows: ibis.Table, parsed: Callable[[FactName], str] = str
    ) -> dict[FactName, Cell]:
        found = {}
        for name, fact in self._read_facts():
            text = rows[_plain(name)] if _plain(name) in rows.columns else None
            found[name] = read(
                fact, rows[parsed(name)], text, by_hand=self.by_hand, in_duckdb=self.in_duckdb
            )
        return found

    def _written(self, name: FactName, bound: Bound, source: ibis.Table) -> ir.Value:
        if bound.column is None:
            return ibis.literal(bound.constant, "string")
        raw = source[bound.column]
        if raw.type().is_integer() and name in (ID, SCHEME):
            return raw.cast("string")
        if bound.values:
            text = trimmed(raw.cast("string"))
            pairs = (
                (each, ibis.null("string") if value is None else ibis.literal(value))
                for each, value in bound.values.items()
            )
            return text.cases(*pairs, else_=text)
        if not (self.by_hand and raw.type().is_string()):
            return raw
        fact = head(name, self.plan.region.catalogue)
        if self.in_duckdb and fact.is_number:
            return ibis.ifelse(surely_number(raw, fact.scale), raw, trimmed(raw))
        if fact.type is FactType.BOOLEAN:
            return ibis.ifelse(raw.isnull() | raw.isin(TRUE + FALSE), raw, trimmed(raw))
        return trimmed(raw)

    def _day(self, cells: ibis.Table) -> ir.IntegerValue:
        if self.on is not None:
            return ibis.literal(self.on.toordinal(), "int64")
        today = ibis.literal(self.today.toordinal(), "int64")
        return cells[DAY].coalesce(today) if DAY in cells.columns else today

    def _fits(self, cells: ibis.Table) -> ir.BooleanValue:
        named = visible(cells[ID]).fill_null(False)
        return cells["fits"] & named if "fits" in cells.columns else named

    def _track(self, cells: ibis.Table) -> ir.IntegerValue:
        day, scheme = self._day(cells), cells[SCHEME]
        cases = []
        for at, track in enumerate(self.plan.tracks):
            if track.is_stand_in:
                continue
            where = (scheme == track.scheme) & _within(track.period, day)
            cases.append((where, ibis.literal(at, "int64")))
        return ibis.cases(*cases, else_=ibis.null("int64"))

    def _known(self, cells: ibis.Table) -> dict[str, ir.Value]:
        """A column for each fact that a condition reads and the table knows anything of."""
        catalogue = self.plan.region.catalogue
        found: dict[str, ir.Value] = {}
        for name in facts_needed(self.plan):
            fact = catalogue[name]
            stated = cells[fact.asked] if fact.asked in cells.columns else None
            if fact.view is not None:
                if stated is not None:
                    sure, possible = seen(stated, fact, fact.view)
                    found |= {name: sure, possible_column(name): possible}
                continue
            values = [] if stated is None else [stated]
            if fact.implied_by and all(each in cells.columns for each in fact.implied_by):
                known = reduce(and_, (cells[each].notnull() for each in fact.implied_by))
                values.append(ibis.ifelse(known, True, ibis.null("boolean")))
            if values:
                found[name] = ibis.coalesce(*values) if len(values) > 1 else values[0]
        return found

    def _error(self, cells: ibis.Table) -> ir.StringValue:
        """Everything wrong with a row, in one text."""
        parts = [*self._misfits(cells), *self._misplaced(cells)]
        text = reduce(lambda left, right: left + right, parts)
        # Cut by its length it would be written three times.
        return text.re_replace(rf"{_BETWEEN}\z", "")

    def _misfits(self, cells: ibis.Table) -> Iterator[ir.StringValue]:
        for name, cell in self._cells(cells, _parsed).items():
            bound, raw = self.binding.facts[name], cells[_written(name)]
            place = f"`{name}`"
            if bound.column is not None and bound.column != name:
                place += self.say(f" (colonne `{bound.column}`)", f" (column `{bound.column}`)")
            fact = head(name, self.plan.region.catalogue)
            tails = (
                (where, f"`, {described(fact, problem)[self.lang]}{_BETWEEN}")
                for where, problem in cell.problems
            )
            said = (
                ibis.literal(self.say(f"{place} vaut `", f"{place} is `"))
                + shown(raw).fill_null("").left(SHOWN)
                + ibis.cases(*tails, else_="")
            )
            yield ibis.ifelse(cell.fits, "", said)

    def _misplaced(self, cells: ibis.Table) -> Iterator[ir.StringValue]:
        scheme, track, day = cells[SCHEME], self._track(cells), self._day(cells)
        if self.on is None:
            # Far from here the calendar of a database ends, and another error tells of it.
            near = day.between(EARLIEST.toordinal(), LATEST.toordinal())
            day = ibis.ifelse(near, day, ibis.null("int64"))
        nothing = ibis.literal("")
        yield ibis.ifelse(
            is_blank(cells[ID]),
            self.say("le dossier n'a pas d'`id`", "the dossier has no `id`") + _BETWEEN,
            nothing,
        )
        known = scheme.isin(self.plan.region.scheme_ids)
        first = min(period.first for period in self.plan.periods)
        written = ibis.literal(date(1970, 1, 1)) + (day - date(1970, 1, 1).toordinal()).as_interval(
            "D"
        )
        when = written.cast("string").substr(0, 10)
        asked = ibis.literal("`") + scheme.left(SHOWN) + "`"
        lacking = [_within(period, day) for period in self.plan.lacking]
        yield ibis.cases(
            (track.notnull() | day.isnull(), nothing),
            (
                scheme.isnull(),
                self.say("le dossier n'a pas de `scheme`", "the dossier has no `scheme`")
                + _BETWEEN,
            ),
            (
                ~known,
                self.say("le dispositif ", "there is no scheme ")
                + asked
                + self.say(" n'existe pas", "")
                + _BETWEEN,
            ),
            (
                day < first.toordinal(),
                self.say("aucune règle n'était en vigueur le ", "no rules were in force on ")
                + when
                + _BETWEEN,
            ),
            (
                reduce(or_, lacking, ibis.literal(False)),
                LACKING[self.lang] + when + _BETWEEN,
            ),
            else_=self.say("le dispositif ", "the scheme ")
            + asked
            + self.say(" n'était pas en vigueur le ", " was not in force on ")
            + when
            + _BETWEEN,
        )


def _within(period: Period, day: ir.IntegerValue) -> ir.BooleanValue:
    begun = day >= period.first.toordinal()
    return begun if period.until is None else begun & (day < period.until.toordinal())


def _written(name: FactName) -> str:
    return f"{name} (written)"


def _plain(name: FactName) -> str:
    return f"{name} (plain)"


def _parsed(name: FactName) -> str:
    return f"{name} (parsed)"


def columns(plan: Plan, facts: ibis.Table) -> Columns:
    """The facts of the relation *facts* as the engine reads them."""
    values, words = {}, {}
    for name in facts_needed(plan):
        if name not in facts.columns:
            continue
        if plan.region.catalogue[name].is_words:
            doubt = possible_column(name)
            possible = facts[doubt] if doubt in facts.columns else None
            words[name] = WordSets(facts[name], possible)
        else:
            values[name] = facts[name]
    return Columns(values, words)
