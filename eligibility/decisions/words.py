"""
A finding in sentences: why, and what would cure it.

The sentences stand in the rules; what is made here are the blanks, the joins,
and a plain sentence where the rules have none of their own.
"""

from collections.abc import Iterator

from eligibility.decisions.decision import Decision, Figure, Finding
from eligibility.facts import Fact, FactName
from eligibility.facts.values import shown
from eligibility.language import Lang, Text, amount, day, listed, number
from eligibility.logic import (
    Compare,
    Condition,
    Status,
    children,
    evaluate,
    facts_of,
    leaves,
)
from eligibility.quantities import rounded
from eligibility.rulebook.model import Part, Reasons, Remedy
from eligibility.rulebook.sentence import requirement_sentence
from eligibility.rulebook.templates import fill, threshold_of

__all__ = [
    "figure_text",
    "filled",
    "label",
    "person",
    "reason",
    "remedies",
    "remedy",
    "thresholds",
    "used_facts",
]


_PERSONS = {
    "company": Text("l'entreprise", "the company"),
    "officer": Text("l'instructeur", "the officer"),
    "region": Text("la Région", "the Region"),
    "time": Text("avec le temps", "with time"),
}


def reason(decision: Decision, finding: Finding, lang: Lang) -> str:
    """Why the finding is what it is, in one or a few sentences."""
    parts, covered = _deciding(decision, finding)
    said = [text for part in parts if (text := _own(part.reasons, finding.status))]
    if not said or not covered:
        whole = _own(finding.clause.reasons, finding.status) or _plain(decision, finding)
        said.insert(0, whole)
    return " ".join(filled(decision, finding, text, lang) for text in said)


def remedies(decision: Decision, finding: Finding) -> tuple[Remedy, ...]:
    """What would cure a clause that is not met: of its parts, else of the whole."""
    if finding.status is not Status.NOT_MET:
        return ()
    parts, covered = _deciding(decision, finding)
    own = tuple(part.remedy for part in parts if part.remedy)
    if own and covered:
        return own
    return (finding.clause.remedy,) if finding.clause.remedy else ()


def remedy(decision: Decision, finding: Finding, lang: Lang) -> str | None:
    """The cures of a clause not met, or what to supply for an unknown one; None for the others."""
    if finding.status is Status.UNKNOWN:
        return _to_supply(decision, finding, lang)
    texts = [filled(decision, finding, each.text, lang) for each in remedies(decision, finding)]
    return " ".join(texts) or None


def person(decision: Decision, by: str, lang: Lang) -> str:
    """Who *by* is, in a sentence: `company` is whoever applies."""
    applicants = decision.program.scheme.applicants
    if by == "company" and applicants and "company" not in applicants:
        return Text("le demandeur", "the applicant")[lang]
    return _PERSONS[by][lang]


def label(decision: Decision, name: FactName, lang: Lang) -> str:
    """What a fact is called."""
    return decision.program.rulebook.catalogue[name].label[lang]


def used_facts(decision: Decision, finding: Finding) -> tuple[FactName, ...]:
    """The facts of the dossier that the clause reads and that are known, in the clause's order."""
    catalogue = decision.program.rulebook.catalogue
    found: dict[FactName, None] = {}
    for tree in (finding.line.guard, finding.line.requirement):
        for leaf in leaves(tree):
            for name in facts_of(leaf):
                fact = catalogue[name]
                if not fact.from_scheme and fact.asked in decision.facts:
                    found[fact.asked] = None
    return tuple(found)


def thresholds(
    decision: Decision, finding: Finding
) -> Iterator[tuple[tuple[FactName, ...], str, Fact, int]]:
    """Each number that the requirement holds a fact against: facts, word, kind of fact, value."""
    catalogue = decision.program.rulebook.catalogue
    for leaf in leaves(finding.line.requirement):
        if isinstance(leaf, Compare) and not isinstance(leaf.value, bool | str):
            yield leaf.term, leaf.op.value, catalogue[leaf.term[0]], leaf.value


def filled(decision: Decision, finding: Finding, text: Text, lang: Lang) -> str:
    """A sentence of the rules with its blanks filled from the finding."""

    def value_of(blank: str) -> str:
        if blank == "missing":
            return listed((label(decision, name, lang) for name in finding.missing), lang)
        if blank == "threshold":
            found = threshold_of(finding.line.requirement)
            if found is None or isinstance(found.value, str):
                return "?"
            return shown(decision.program.rulebook.catalogue[found.term[0]], found.value, lang)
        name = FactName(blank)
        value = decision.facts.get(name)
        if value is None:
            return Text("(inconnu)", "(unknown)")[lang]
        return shown(decision.program.rulebook.catalogue[name], value, lang)

    return fill(text[lang], value_of)


def figure_text(figure: Figure, lang: Lang) -> str:
    """The value of an indicator for a reader, rounded to what a reader needs."""
    if figure.value is None:
        return (figure.why_not or Text("inconnu", "unknown"))[lang]
    if figure.unit == "ratio":
        return f"{number(rounded(figure.value, 4), 2, lang)}\N{NO-BREAK SPACE}%"
    if figure.unit == "EUR":
        return amount(rounded(figure.value, 2), lang)
    text = number(rounded(figure.value, 2), 2, lang)
    if figure.of is not None and figure.value > 0:
        text = f"+{text}"
    units = {"points": Text("points", "points"), "jobs": Text("emploi(s)", "job(s)")}
    return f"{text} {units[figure.unit][lang]}" if figure.unit in units else text


def _own(reasons: Reasons, status: Status) -> Text | None:
    return {
        Status.MET: reasons.met,
        Status.NOT_MET: reasons.not_met,
        Status.UNKNOWN: reasons.unknown,
        Status.NOT_APPLICABLE: reasons.not_applicable,
    }[status]


def _deciding(decision: Decision, finding: Finding) -> tuple[list[Part], bool]:
    """
    The parts with words of their own that make the requirement what it is,
    and whether they are all that makes it so.
    """
    if not finding.clause.parts or finding.status not in (Status.NOT_MET, Status.UNKNOWN):
        return [], False
    wanted = False if finding.status is Status.NOT_MET else None
    own = {part.condition: part for part in finding.clause.parts}
    found: list[Part] = []

    def covered(node: Condition) -> bool:
        if evaluate(node, decision.facts) is not wanted:
            return True
        part = own.get(node)
        if part is not None and _own(part.reasons, finding.status):
            found.append(part)
            return True
        below = children(node)
        decided = [covered(child) for child in below]
        return bool(decided) and all(decided)

    complete = covered(finding.line.requirement)
    return found, complete


def _plain(decision: Decision, finding: Finding) -> Text:
    """The tool's own sentence, where the clause has none."""
    region = decision.program.rulebook.region
    sentence = Text(
        requirement_sentence(finding.line.requirement, region, Lang.FR),
        requirement_sentence(finding.line.requirement, region, Lang.EN),
    )
    match finding.status:
        case Status.MET:
            return Text(f"Condition remplie : {sentence.fr}.", f"Condition met: {sentence.en}.")
        case Status.NOT_MET:
            return Text(
                f"Condition non remplie. Exigence : {sentence.fr}.",
                f"Condition not met. Required: {sentence.en}.",
            )
        case Status.UNKNOWN:
            return Text("Information manquante : {missing}.", "Missing: {missing}.")
        case Status.NOT_APPLICABLE:
            guard = finding.line.guard
            fr = requirement_sentence(guard, region, Lang.FR)
            en = requirement_sentence(guard, region, Lang.EN)
            return Text(
                f"Ne s'applique pas : la clause vise le cas où {fr}.",
                f"Does not apply: the clause is for the case where {en}.",
            )


def _to_supply(decision: Decision, finding: Finding, lang: Lang) -> str | None:
    catalogue = decision.program.rulebook.catalogue
    asked = []
    for name in finding.missing:
        fact = catalogue[name]
        evidence = f" ({fact.evidence[lang]})" if fact.evidence else ""
        asked.append(f"{fact.label[lang]}{evidence}")
    if not asked:
        return None
    return Text("À fournir : ", "To supply: ")[lang] + listed(asked, lang) + "."


def origin_text(decision: Decision, name: FactName, lang: Lang) -> str | None:
    """Where a fact comes from, in words; None for what the applicant declared without more."""
    stated = decision.dossier.stated.get(name)
    if stated is None or (stated.origin.origin == "declared" and not stated.origin.as_of):
        return None
    words = {
        "declared": Text("déclaré", "declared"),
        "registry": Text("registre", "register"),
        "accounts": Text("comptes", "accounts"),
        "attestation": Text("attestation", "certificate"),
        "assessed": Text("apprécié", "assessed"),
    }
    text = words[stated.origin.origin][lang]
    if stated.origin.as_of:
        text += Text(" au ", " at ")[lang] + day(stated.origin.as_of, lang)
    return text
