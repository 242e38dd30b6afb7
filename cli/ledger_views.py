"""
Entries of a ledger, told: in a list, one by one, in figures.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING, Any

from eligibility_cli.console import console, is_ascii, say_in
from rich.table import Table
from rich.text import Text as Line

from eligibility.errors import EligibilityError, Fault, LedgerError
from eligibility.language import Lang, Text, day
from eligibility.ledger.core import Sealed
from eligibility.ledger.entry import Entry, Kind, Ruling
from eligibility.ledger.labels import COUNTS, KINDS, called

if TYPE_CHECKING:
    from eligibility.engines import Engine
    from eligibility.ledger.source import Source
    from eligibility.rulebook import Program

__all__ = [
    "counted",
    "engines",
    "log_rows",
    "print_entry",
    "print_log",
    "print_stats",
    "ruling_text",
]


def log_rows(
    source: "Source", equal: Mapping[str, str], since: str, until: str
) -> Iterator[dict[str, Any]]:
    """One row for each entry that fits, as JSON has it."""
    for stored in source.listed(equal, since, until):
        yield {"number": stored.number, **(stored.columns or {})}


def print_log(rows: Iterable[Mapping[str, Any]], lang: Lang) -> None:
    """The rows as a table."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    heads = (
        Text("n°", "no."),
        Text("enregistré (UTC)", "recorded (UTC)"),
        Text("quoi", "what"),
        Text("dossier", "dossier"),
        Text("résultat", "result"),
        Text("agent", "officer"),
    )
    for head in heads:
        table.add_column(head[lang], justify="right" if head is heads[0] else "left")
    for row in rows:
        outcome = str(row["outcome"] or "")
        about = f" ({_no(row['about'], lang)})" if row["about"] is not None else ""
        table.add_row(
            str(row["number"]),
            str(row["recorded_at"])[:16].replace("T", " "),
            KINDS[row["kind"]][lang] + about,
            Line(str(row["dossier"] or "")),
            called(outcome, lang),
            Line(str(row["officer"] or "")),
        )
    console().print(table)


def print_entry(source: "Source", number: int, lang: Lang, *, as_json: bool) -> None:
    """
    One entry with what is bound to it.

    Raises:
        LedgerError: there is no such entry.
    """
    found, later = None, []
    for stored in source.stored():
        entry = stored.entry(source.name)
        if entry.number == number:
            found = entry
        elif entry.body.get("about") == number:
            later.append(entry)
    if found is None:
        raise LedgerError(
            [
                Fault(
                    "no-entry",
                    None,
                    Text(f"il n'y a pas d'entrée n° {number}", f"there is no entry {number}"),
                    Text("`ledger log` les liste", "`ledger log` lists them"),
                )
            ]
        )
    sealed: Mapping[str, Sealed] = next(
        (facts for at, facts in source.sealed() if at == number), {}
    )
    if as_json:
        plain = {
            "entry": json.loads(found.data),
            "sealed": {name: each.value for name, each in sealed.items() if "/" not in name},
            "rulings": [json.loads(each.data) for each in later],
        }
        print(json.dumps(plain, ensure_ascii=is_ascii()))
        return
    officer = found.officer or say_in(lang, "(agent non nommé)", "(no officer named)")
    print(
        f"{_no(number, lang)}  {KINDS[found.kind][lang]}  "
        f"{found.recorded_at.isoformat(timespec='seconds')}  {officer}"
    )
    if found.kind is Kind.DECISION:
        _print_decision(source, found, sealed, lang)
    elif found.kind is Kind.RULING:
        print(f"{_no(found.body['about'], lang)}  {found.body['dossier']}")
        print(ruling_text(found, lang))
    elif found.kind is Kind.ERASURE:
        numbers = ", ".join(map(str, found.body["erased"]))
        print(say_in(lang, f"données effacées : {numbers}", f"facts erased: {numbers}"))
        print(str(found.body["motive"]))
    elif found.kind is Kind.SCREENING:
        print("\n".join(_screening_lines(found.body, lang)))
    for each in later:
        print()
        print(f"{_no(each.number, lang)}  {ruling_text(each, lang)}")


def _print_decision(source: "Source", found: Entry, sealed: Mapping[str, Any], lang: Lang) -> None:
    from eligibility.replay import Replayer

    with ExitStack() as stack:
        replayer = Replayer(source, engines(stack))
        try:
            decision = replayer.decision(found, sealed)
        except EligibilityError as error:
            _print_core(found.body["core"], error, lang)
            return
        from eligibility_cli.report import report

        report(decision, lang, first=True)


def _print_core(core: Mapping[str, Any], error: EligibilityError, lang: Lang) -> None:
    """What remains of a decision that cannot be told in full, and why."""
    print(f"{core['dossier']}  {core['scheme']}  {called(core['outcome'], lang)}")
    print(error.told(lang))
    print(say_in(lang, "restent les statuts :", "the statuses remain:"))
    for each in core["clauses"]:
        print(f"  {each['clause']:24} {called(each['status'], lang)}")


def _screening_lines(body: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    """The table, what came out of it, under which rules, on which day, and how many of each."""
    table, out = body["input"], body["output"]
    name, rows = table["name"], table["rows"]
    yield Text(f"tableau : {name}, {rows} ligne(s)", f"table: {name}, {rows} row(s)")[lang]
    yield f"  sha256:{table['sha256']}"
    yield Text(f"résultat : {out['name']}", f"result: {out['name']}")[lang]
    yield f"  sha256:{out['sha256']}"
    for each in body["rulebooks"]:
        version = day(date.fromisoformat(each["version"]), lang)
        yield Text(f"règles du {version}", f"rules of {version}")[lang]
        yield f"  {each['digest']}"
    for each, taken in body["readings"].items():
        yield Text(f"lecture retenue : {each} = {taken}", f"reading taken: {each} = {taken}")[lang]
    own = Text("chaque ligne à son jour, sinon ", "each row on its own day, else ")[lang]
    when = day(date.fromisoformat(body["on"] or body["today"]), lang)
    yield ("" if body["on"] else own) + Text(f"au {when}", f"on {when}")[lang]
    yield from _count_lines(body["counts"], lang)


def _count_lines(counts: Mapping[str, int], lang: Lang) -> Iterator[str]:
    for name, word in COUNTS.items():
        yield f"  {counts[name]:8}  {word[lang]}"


def _no(number: int, lang: Lang) -> str:
    return say_in(lang, f"n° {number}", f"no. {number}")


def engines(stack: ExitStack) -> Any:
    """A worker for each program, kept while *stack* is open."""
    from eligibility.engines.worker import Worker

    workers: dict[int, Worker] = {}

    def engine_of(program: "Program") -> "Engine":
        if id(program) not in workers:
            workers[id(program)] = stack.enter_context(Worker())
        return workers[id(program)]

    return engine_of


def ruling_text(entry: Entry, lang: Lang) -> str:
    """The officer's act in words: it never blames a clause for a judgement."""
    body = entry.body
    outcome, ruling = body["outcome"], Ruling(body["ruling"])
    officer = entry.officer or ""
    word = called(ruling.value, lang)
    concluded = called(outcome, lang)
    if outcome == "eligible" and ruling is Ruling.REJECT:
        text = say_in(
            lang,
            f"{officer} : rejet par appréciation ; aucune clause n'est en défaut (conclusion : "
            f"{concluded})",
            f"{officer}: rejection by judgement; no clause failed (conclusion: {concluded})",
        )
    elif body["follows"] is None:
        text = f"{officer} : {word}"
    elif body["follows"]:
        text = say_in(
            lang,
            f"{officer} : {word}, suit la conclusion ({concluded})",
            f"{officer}: {word}, follows the conclusion ({concluded})",
        )
    else:
        text = say_in(
            lang,
            f"{officer} : {word}, s'écarte de la conclusion ({concluded})",
            f"{officer}: {word}, departs from the conclusion ({concluded})",
        )
    motive = body["motive"]
    return f"{text}\n  {say_in(lang, 'motif : ', 'motive: ')}{motive}" if motive else text


def counted(source: "Source") -> dict[str, Any]:
    """Figures of the whole ledger."""
    kinds: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    schemes: dict[str, Counter[str]] = {}
    failing: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    rulings: Counter[str] = Counter()
    departures = 0
    screened: Counter[str] = Counter(dict.fromkeys(("runs", "rows", *COUNTS), 0))
    for stored in source.stored():
        entry = stored.entry(source.name)
        kinds[entry.kind.value] += 1
        if entry.kind is Kind.DECISION:
            core = entry.body["core"]
            outcomes[core["outcome"]] += 1
            schemes.setdefault(core["scheme"], Counter())[core["outcome"]] += 1
            failing.update(c["clause"] for c in core["clauses"] if c["status"] == "not_met")
            missing.update(core["missing"])
        elif entry.kind is Kind.RULING:
            rulings[entry.body["ruling"]] += 1
            departures += entry.body["follows"] is False
        elif entry.kind is Kind.SCREENING:
            screened.update(runs=1, rows=entry.body["input"]["rows"], **entry.body["counts"])
    return {
        "entries": sum(kinds.values()),
        "kinds": dict(kinds),
        "outcomes": dict(outcomes),
        "schemes": {name: dict(found) for name, found in sorted(schemes.items())},
        "rulings": dict(rulings),
        "departures": departures,
        "not_met": dict(failing.most_common()),
        "missing": dict(missing.most_common()),
        "screenings": dict(screened),
    }


def print_stats(found: Mapping[str, Any], lang: Lang) -> None:
    """The figures, a line each."""

    def lines(title: str, figures: Mapping[str, int]) -> None:
        print(title)
        for name, count in list(figures.items())[:10]:
            print(f"  {count:8}  {called(name, lang)}")

    print(say_in(lang, f"{found['entries']} entrées", f"{found['entries']} entries"))
    lines(say_in(lang, "conclusions", "conclusions"), found["outcomes"])
    for scheme, figures in found["schemes"].items():
        lines(scheme, figures)
    lines(say_in(lang, "actes", "rulings"), found["rulings"])
    print(
        say_in(
            lang,
            f"actes qui s'écartent de la conclusion : {found['departures']}",
            f"rulings that depart from the conclusion: {found['departures']}",
        )
    )
    lines(say_in(lang, "clauses en défaut", "clauses not met"), found["not_met"])
    lines(say_in(lang, "données manquantes", "missing facts"), found["missing"])
    screened = found["screenings"]
    if screened["runs"]:
        runs, rows = screened["runs"], screened["rows"]
        print(
            Text(f"criblages : {runs}, {rows} ligne(s)", f"screenings: {runs}, {rows} row(s)")[lang]
        )
        print("\n".join(_count_lines(screened, lang)))
