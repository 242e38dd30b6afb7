"""
Duties on the terminal: a time line for each award, and what falls due for many.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date

from eligibility_cli.blocks import indented, section
from eligibility_cli.console import console, is_ascii
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Line

from eligibility.awards.agenda import Due, What, due_between
from eligibility.awards.duties import DatedDuty
from eligibility.awards.evidence import days_to_ask
from eligibility.awards.obligations import Obligations
from eligibility.awards.words import missing_text, object_text, period_text, size_text
from eligibility.language import Lang, Text, amount, day, listed
from eligibility.quantities import Span

__all__ = ["agenda", "heading", "timeline"]

_WHAT = {
    What.EVIDENCE: Text("pièces à demander", "evidence to ask for"),
    What.LAST_DAY: Text("dernier jour", "last day"),
}


def timeline(found: Obligations, today: date, lang: Lang, *, first: bool) -> None:
    """Prints the duties of one award as a time line; *first* is False after another one."""
    out = console()
    out.width = min(out.width, 100)
    if not first:
        out.print()
    for part in _Page(found, today, lang, out.width).parts():
        out.print(part)


def heading(found: Obligations, lang: Lang) -> RenderableType:
    """Which award, of which scheme, signed when, how much, which rules."""
    award = found.award
    title = Line()
    title.append(award.id, style="bold")
    title.append(f"  {found.covenant.scheme.title[lang]}")
    signed = day(award.signed_on, lang)
    said = [Text(f"convention signée le {signed}", f"convention signed on {signed}")[lang]]
    if award.amount is not None:
        paid = amount(award.amount, lang)
        said.append(Text(f"{paid} versés", f"{paid} paid")[lang])
    size = size_text(award, lang)
    if size:
        said.append(size)
    version = day(date.fromisoformat(found.covenant.rulebook.version), lang)
    title.append("\n" + ", ".join(said))
    title.append(Text(f"\nrègles du {version}", f"\nrules of {version}")[lang], style="dim")
    for reading, alternative in found.covenant.readings:
        text = Text(
            f"\nlecture retenue : {reading} = {alternative}",
            f"\nreading taken: {reading} = {alternative}",
        )
        title.append(text[lang], style="yellow")
    return title


class _Scale:
    """Days to columns, from the first day of a year to the first day of another."""

    def __init__(self, duties: Iterable[DatedDuty], today: date, width: int) -> None:
        known = [today]
        for duty in duties:
            ends = (duty.end.earliest, duty.end.latest) if duty.end else ()
            known += [each for each in (duty.start.earliest, *ends) if each]
        self.first = min(known).year
        self.last = max(known).year + 1
        self.width = width

    def column(self, when: date) -> int:
        start, end = date(self.first, 1, 1), date(self.last, 12, 31)
        return round((when - start).days * (self.width - 1) / (end - start).days)

    def axis(self, today: date) -> str:
        """The years, each where it begins, and a mark above today."""
        step = 1
        while (self.last - self.first + 1) / step * 6 > self.width:
            step += 1
        years = [" "] * self.width
        for year in range(self.first, self.last + 1, step):
            at = self.column(date(year, 1, 1))
            if at + 5 <= self.width:
                years[at : at + 5] = f"│{year}"
        marks = [" "] * self.width
        marks[self.column(today)] = "▼"
        return f"{''.join(marks)}\n{''.join(years)}"

    def bar(self, duty: DatedDuty) -> str:
        """Solid while the duty surely runs, dotted while it may, an arrow where it has no end."""
        cells = [" "] * self.width
        if duty.start.day is None:
            return "?" + "╌" * (self.width - 1)
        first = self.column(duty.start.day)
        if duty.end is None:
            cells[first:] = "━" * (self.width - first - 1) + "▶"
            return "".join(cells)
        sure = self.column(duty.end.earliest) if duty.end.earliest else first
        cells[first : sure + 1] = "━" * (sure + 1 - first)
        if duty.until is None:
            last = self.column(duty.end.latest) if duty.end.latest else self.width - 1
            cells[sure + 1 : last + 1] = "╌" * (last - sure)
            cells[last] = "?"
        return "".join(cells)


class _Page:
    def __init__(self, found: Obligations, today: date, lang: Lang, width: int) -> None:
        self.found = found
        self.today = today
        self.lang = lang
        self.width = width

    def say(self, fr: str, en: str) -> str:
        return Text(fr, en)[self.lang]

    def parts(self) -> Iterator[RenderableType]:
        yield heading(self.found, self.lang)
        yield from self.duties()
        yield from self.evidence()
        yield from self.missing()
        yield from self.readings()
        yield from self.warnings()

    def duties(self) -> Iterator[RenderableType]:
        duties = self.found.duties
        yield Line()
        yield section(self.say("Devoirs", "Duties"), len(duties))
        scale = _Scale(duties, self.today, self.width - 2)
        for line in scale.axis(self.today).splitlines():
            yield Line(f"  {line}", style="dim", no_wrap=True)
        for duty in duties:
            head = Line("  ", no_wrap=True, overflow="ellipsis")
            head.append(object_text(duty.object, self.lang), style="bold")
            head.append(f"  {duty.clause.id}", style="dim")
            yield head
            over = duty.until is not None and duty.until < self.today
            yield Line(f"  {scale.bar(duty)}", style="dim" if over else "green", no_wrap=True)
            yield indented(period_text(duty, self.lang), self.width)

    def evidence(self) -> Iterator[RenderableType]:
        """The next day on which to ask, clause by clause."""
        found: dict[tuple[date, str], DatedDuty] = {}
        for duty in self.found.duties:
            soon = Span(2, "year").after(self.today)
            coming = next((d for d in days_to_ask(duty, soon) if d >= self.today), None)
            if coming and duty.clause.evidence:
                found.setdefault((coming, duty.clause.id), duty)
        if not found:
            return
        yield Line()
        yield section(self.say("Prochaines pièces à demander", "Evidence to ask for next"))
        for (when, clause), duty in sorted(found.items()):
            spec = duty.clause.evidence
            assert spec is not None
            head = Line("  ")
            head.append(day(when, self.lang), style="bold")
            head.append(f"  {clause}", style="dim")
            yield head
            yield indented(spec.text[self.lang], self.width)

    def missing(self) -> Iterator[RenderableType]:
        names = dict.fromkeys(name for duty in self.found.duties for name in duty.missing)
        if not names:
            return
        region = self.found.covenant.rulebook.region
        yield Line()
        yield section(self.say("Informations manquantes", "Missing facts"), len(names))
        for name in names:
            text = missing_text([name], self.found.award, region, self.lang)
            yield indented(f"? {text}", self.width, indent="")
            clauses = dict.fromkeys(d.clause.id for d in self.found.duties if name in d.missing)
            yield indented(f"{name} ({', '.join(clauses)})", self.width, "dim")

    def readings(self) -> Iterator[RenderableType]:
        found = self.found.sensitive_to
        if not found:
            return
        known = {each.id: each for each in self.found.covenant.rulebook.readings()}
        yield Line()
        yield section(
            self.say(
                "Lectures du texte qui changeraient ces durées",
                "Readings of the text that would change these lengths",
            ),
            len(found),
        )
        for each in found:
            reading = known[each.reading]
            text = dict(reading.alternatives).get(each.alternative, reading.default)
            yield Line(f"~ {reading.title[self.lang]}")
            changes = [
                f"{object_text(duty.object, self.lang)} {period_text(duty, self.lang)}"
                + (self.say(" (à confirmer)", " (to be confirmed)") if duty.applies is None else "")
                for duty in each.duties
            ]
            changes += [
                f"{object_text(name, self.lang)} : " + self.say("sans objet", "not applicable")
                for _, name in each.absent
            ]
            yield indented(f"{text[self.lang]} → {' ; '.join(changes)}", self.width)
            yield indented(f"{each.reading}={each.alternative}", self.width, "dim")

    def warnings(self) -> Iterator[RenderableType]:
        if not self.found.warnings:
            return
        yield Line()
        yield section(self.say("À vérifier", "To verify"), len(self.found.warnings))
        for fault in self.found.warnings:
            yield indented(f"! {fault.message[self.lang]}", self.width, indent="")


def agenda(
    every: Iterable[Obligations], today: date, months: int, lang: Lang, *, as_json: bool
) -> None:
    """Prints what falls due for all the awards from *today* on, in order of day."""
    last = Span(months, "month").after(today)
    found = [due for each in every for due in due_between(each.award, each.duties, today, last)]
    found.sort(key=lambda due: (due.on, due.award.id, due.clause.id, due.what))
    if as_json:
        from eligibility.awards.plain import plain_agenda

        for due in found:
            print(json.dumps(plain_agenda(due, lang), ensure_ascii=is_ascii()))
        return
    out = console()
    until = day(last, lang)
    if not found:
        out.print(
            Text(f"Rien ne tombe d'ici au {until}.", f"Nothing falls due until {until}.")[lang]
        )
        return
    out.print(_table(found, Text(f"D'ici au {until}", f"Until {until}")[lang], lang))


def _table(found: list[Due], title: str, lang: Lang) -> Table:
    table = Table(title=title, title_justify="left", box=None, padding=(0, 2, 0, 0))
    for name in (Text("jour", "day"), Text("aide", "award"), Text("quoi", "what")):
        table.add_column(name[lang], no_wrap=name.en == "day")
    for due in found:
        objects = listed((object_text(duty.object, lang) for duty in due.duties), lang)
        what = f"{_WHAT[due.what][lang]} : {objects}"
        table.add_row(
            due.on.isoformat(),
            Line(due.award.id),
            Line(f"{what} ({due.clause.id})"),
            style="bold" if due.what is What.LAST_DAY else "",
        )
    return table
