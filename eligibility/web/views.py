"""
What a page shows of a question, a finding, a clause: words ready to be put in place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eligibility.advice import Advice, By, Change
from eligibility.advice.words import change_text, reason_text
from eligibility.decisions import Decision, Finding
from eligibility.decisions.words import reason, remedy, used_facts
from eligibility.facts import Fact, FactName, FactType, Words
from eligibility.facts.values import shown
from eligibility.interview import COMPANY, Interview, example, topic, typed
from eligibility.language import Lang, Text
from eligibility.logic import Status, facts_of, leaves
from eligibility.rulebook import Citation, Clause, Program
from eligibility.web.forms import NONE, SOME, UNKNOWN, Form, Mistake

__all__ = [
    "AdviceView",
    "FindingView",
    "QuestionView",
    "advice_view",
    "answers",
    "cited",
    "evidence",
    "findings",
    "questions",
    "readings",
    "why_no_advice",
]

_WIDGETS = {
    FactType.AMOUNT: "number",
    FactType.NUMBER: "number",
    FactType.BOOLEAN: "truth",
    FactType.DATE: "day",
    FactType.WORD: "word",
    FactType.WORDS: "words",
    FactType.PROCEEDINGS: "words",
    FactType.TEXT: "text",
    FactType.CODE: "code",
}


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question of a form: its words, and what stands in its fields."""

    name: FactName
    widget: str
    question: str
    help: str | None
    unit: str | None
    example: str | None
    evidence: str | None
    words: tuple[tuple[str, str], ...]
    values: tuple[str, ...]
    ticked: str
    mistake: str | None
    hint: str | None
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding: the clause, why, what would cure it, and which answers it rests on."""

    clause: Clause
    reason: str
    remedy: str | None
    facts: tuple[tuple[FactName, str], ...]
    by_region: bool


Line = tuple[str, FactName | None, str]
"""A change: what to do, the answer to change (None: not the company's), and what it is called."""

Group = tuple[str, tuple[Line, ...]]
"""Changes under one heading: by whom or by what they come."""


@dataclass(frozen=True, slots=True)
class AdviceView:
    """What to change in *any_case*, and then in one of the *ways*, if there are several."""

    any_case: tuple[Group, ...]
    ways: tuple[tuple[Group, ...], ...]


def questions(
    facts: Sequence[Fact],
    interview: Interview,
    lang: Lang,
    form: Form | None = None,
    mistakes: Mapping[FactName, Mistake] | None = None,
) -> tuple[QuestionView, ...]:
    """The questions of a page; filled from *form* where it came back with mistakes."""
    return tuple(
        _question(fact, interview, lang, form, (mistakes or {}).get(fact.name)) for fact in facts
    )


def _question(
    fact: Fact, interview: Interview, lang: Lang, form: Form | None, mistake: Mistake | None
) -> QuestionView:
    if form is None:
        values, ticked = _given(fact, interview, lang)
    else:
        values, ticked = tuple(form.every(f"a:{fact.name}")), form.one(f"k:{fact.name}")
    unit = Text("€", "€") if fact.type is FactType.AMOUNT else fact.unit_label
    return QuestionView(
        fact.name,
        _WIDGETS[fact.type],
        _asked(fact)[lang],
        fact.help[lang] if fact.help else None,
        unit[lang] if unit else None,
        example(fact, lang),
        fact.evidence[lang] if fact.evidence else None,
        tuple((word, label[lang]) for word, label in fact.words),
        values,
        ticked,
        mistake.message[lang] if mistake else None,
        mistake.hint[lang] if mistake and mistake.hint else None,
        tuple(_concerned(fact, interview.programs)),
    )


def _asked(fact: Fact) -> Text:
    """The question without what only a file needs."""
    text = fact.question or fact.label
    return Text(text.fr.replace(" (aucune : [])", ""), text.en.replace(" (none: [])", ""))


def _given(fact: Fact, interview: Interview, lang: Lang) -> tuple[tuple[str, ...], str]:
    if fact.name in interview.passed:
        return (), UNKNOWN
    stated = interview.dossier.stated.get(fact.name)
    if stated is None:
        return (), ""
    values = typed(fact, stated.value, lang)
    if fact.is_words:
        return values, SOME if values else NONE
    if fact.type is FactType.TEXT and not "".join(values).strip():
        return (), NONE
    return values, ""


def _concerned(fact: Fact, programs: Iterable[Program]) -> Iterable[Clause]:
    """The clauses that read *fact*, each once."""
    found: dict[str, Clause] = {}
    for program in programs:
        catalogue = program.rulebook.catalogue
        for line in program.lines:
            for tree in (line.guard, line.requirement):
                for leaf in leaves(tree):
                    if any(catalogue[name].asked == fact.name for name in facts_of(leaf)):
                        found[line.clause.id] = line.clause
    return found.values()


def findings(decision: Decision, status: Status, lang: Lang) -> tuple[FindingView, ...]:
    """The findings of one status."""
    return tuple(_finding(decision, each, lang) for each in decision.with_status(status))


def _finding(decision: Decision, finding: Finding, lang: Lang) -> FindingView:
    catalogue = decision.program.rulebook.catalogue
    names = dict.fromkeys((*used_facts(decision, finding), *finding.missing))
    asked = [catalogue[name] for name in names]
    missing = [catalogue[name] for name in finding.missing]
    return FindingView(
        finding.clause,
        reason(decision, finding, lang),
        remedy(decision, finding, lang),
        tuple((fact.name, fact.label[lang]) for fact in asked if COMPANY in fact.answered_by),
        bool(missing) and all(COMPANY not in fact.answered_by for fact in missing),
    )


def answers(interview: Interview, lang: Lang) -> list[tuple[str, list[tuple[Fact, str, bool]]]]:
    """What was answered, by topic: the fact, the answer in words, whether it is known."""
    found: dict[str, list[tuple[Fact, str, bool]]] = {}
    facts = interview.dossier.on(interview.as_of, interview.programs[0].rulebook.catalogue)
    for fact in interview.given():
        known = fact.name in interview.dossier.stated
        value = facts.get(fact.name)
        said = Text("je ne sais pas", "I do not know")[lang]
        if known and value is not None:
            proceedings = fact.type is FactType.PROCEEDINGS and value == Words.exactly(frozenset())
            is_none = proceedings or not str(value).strip()
            said = Text("aucune", "none")[lang] if is_none else shown(fact, value, lang)
        found.setdefault(topic(fact)[lang], []).append((fact, said, known))
    return list(found.items())


def evidence(decision: Decision, lang: Lang) -> list[tuple[str, list[str]]]:
    """The documents to gather, each with what it shows."""
    catalogue = decision.program.rulebook.catalogue
    found: dict[str, dict[str, None]] = {}
    for finding in decision.findings:
        if finding.status is Status.NOT_APPLICABLE:
            continue
        for name in (*used_facts(decision, finding), *finding.missing):
            fact = catalogue[name]
            if fact.evidence and COMPANY in fact.answered_by:
                found.setdefault(fact.evidence[lang], {})[fact.label[lang]] = None
    return [(text, list(labels)) for text, labels in found.items()]


def readings(decision: Decision, lang: Lang) -> list[dict[str, Any]]:
    """Each other reading of the text under which the conclusion would be another."""
    known = {reading.id: reading for reading in decision.program.rulebook.readings()}
    return [
        {
            "title": known[each.reading].title[lang],
            "text": dict(known[each.reading].alternatives).get(
                each.alternative, known[each.reading].default
            )[lang],
            "outcome": each.outcome.value,
        }
        for each in decision.sensitive_to
    ]


def advice_view(advice: Advice, lang: Lang) -> AdviceView | None:
    """The ways to become eligible, what they have in common said once; None where there is none."""
    if not advice.sets:
        return None
    ways = [[_advised(advice, change, lang) for change in each.changes] for each in advice.sets]
    common = [line for line in ways[0] if all(line in way for way in ways)]
    rest = [[line for line in way if line not in common] for way in ways]
    return AdviceView(
        _by_whom(common, lang), tuple(_by_whom(way, lang) for way in rest if len(ways) > 1)
    )


def _advised(advice: Advice, change: Change, lang: Lang) -> tuple[By, Line]:
    fact = advice.decision.program.rulebook.catalogue[change.fact]
    editable = fact.name if COMPANY in fact.answered_by else None
    return change.by, (change_text(advice, change, lang), editable, fact.label[lang])


def _by_whom(lines: Sequence[tuple[By, Line]], lang: Lang) -> tuple[Group, ...]:
    heads = {
        By.COMPANY: Text("Ce que vous pouvez faire", "What you can do"),
        By.TIME: Text("Ce que le temps fait", "What time does"),
        By.OUTSIDE: Text("Ce qui n’est pas entre vos mains", "What is not in your hands"),
    }
    groups = ((head, tuple(line for who, line in lines if who is by)) for by, head in heads.items())
    return tuple((head[lang], found) for head, found in groups if found)


def why_no_advice(advice: Advice, lang: Lang) -> str | None:
    """Why there is no way to become eligible, or why the list is not all of them."""
    return reason_text(advice, lang)


def cited(citation: Citation) -> str:
    """Where a quote stands, for a reader."""
    return f"{citation.document}, {citation.heading}, {citation.place}"
