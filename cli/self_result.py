"""
The conclusion of a self-check, for the company: what is met, what is not, what is open.
"""

from collections.abc import Sequence

from eligibility_cli.pages import Page
from eligibility_cli.report import OUTCOME_WORDS

from eligibility.advice import By, advise
from eligibility.advice.words import change_text, reason_text
from eligibility.decisions import Decision, Outcome
from eligibility.decisions.words import reason, remedy, used_facts
from eligibility.facts import Fact
from eligibility.interview import COMPANY
from eligibility.language import Text, day
from eligibility.logic import Status

__all__ = ["show_result"]

_STYLE = {Outcome.ELIGIBLE: "green", Outcome.INELIGIBLE: "red", Outcome.INCOMPLETE: "yellow"}
_BY = {
    By.COMPANY: Text("Ce que vous pouvez faire", "What you can do"),
    By.TIME: Text("Ce que le temps fait", "What time does"),
    By.OUTSIDE: Text("Ce qui n'est pas entre vos mains", "What is not in your hands"),
}


def show_result(decision: Decision, page: Page) -> None:
    """Prints the conclusion, and that it binds nobody."""
    lang = page.lang
    page.heading(page.say("Résultat", "Result"))
    page.line(decision.program.scheme.title[lang], "bold")
    page.line(OUTCOME_WORDS[decision.outcome][lang], f"bold {_STYLE[decision.outcome]}")
    when = day(decision.evaluated_on, lang)
    page.line(page.say(f"au {when}", f"on {when}"), "dim")
    for reading, alternative in decision.program.readings:
        page.line(
            page.say(
                f"lecture retenue : {reading} = {alternative}",
                f"reading taken: {reading} = {alternative}",
            )
        )
    page.line(
        page.say("Ce résultat n'engage pas la Région.", "This result does not commit the Region.")
    )
    _met(decision, page)
    _not_met(decision, page)
    _open(decision, page)
    _advice(decision, page)
    _readings(decision, page)
    _evidence(decision, page)
    if decision.warnings:
        page.heading(page.say("À vérifier", "To verify"), len(decision.warnings))
        for fault in decision.warnings:
            page.marked("! ", "bold yellow", fault.message[lang])


def _met(decision: Decision, page: Page) -> None:
    found = decision.with_status(Status.MET)
    page.heading(page.say("Conditions remplies", "Conditions met"), len(found))
    for finding in found:
        page.marked("✓ ", "green", finding.clause.title[page.lang], finding.clause.id)
        page.below(reason(decision, finding, page.lang))
    for finding in decision.with_status(Status.NOT_APPLICABLE):
        aside = page.say("sans objet, ", "not applicable, ") + finding.clause.id
        page.marked("· ", "dim", finding.clause.title[page.lang], aside)
        page.below(reason(decision, finding, page.lang))


def _not_met(decision: Decision, page: Page) -> None:
    found = decision.with_status(Status.NOT_MET)
    page.heading(page.say("Conditions non remplies", "Conditions not met"), len(found))
    if not found:
        page.line(page.say("Aucune.", "None."))
    for finding in found:
        page.marked("✗ ", "bold red", finding.clause.title[page.lang], finding.clause.id)
        page.below(reason(decision, finding, page.lang))
        cited = finding.clause.citation
        page.below(f"« {cited.quote} » ({cited.heading}, {cited.place})", "italic")
        cure = remedy(decision, finding, page.lang)
        if cure:
            page.below(page.say("Pour y remédier : ", "To cure it: ") + cure)
    for clause in decision.grounds():
        cited = clause.citation
        page.below(f"{clause.id} ({cited.place}) : « {cited.quote} »", "italic")


def _open(decision: Decision, page: Page) -> None:
    found = decision.with_status(Status.UNKNOWN)
    page.heading(page.say("À compléter", "To complete"), len(found))
    if not found:
        page.line(page.say("Rien.", "Nothing."))
        return
    for finding in found:
        page.marked("? ", "bold yellow", finding.clause.title[page.lang], finding.clause.id)
        page.below(reason(decision, finding, page.lang))
    stated = decision.dossier.stated
    missing = decision.missing_facts()
    mine = [each for each in missing if COMPANY in each.answered_by]
    _wanted(
        [each for each in mine if each.name not in stated],
        page,
        "Ce qu'il vous reste à dire :",
        "What you have still to say:",
    )
    _wanted(
        [each for each in mine if each.name in stated],
        page,
        "Ce que vous avez dit et qu'il faut préciser dans le fichier (rôle, jours) :",
        "What you said and has to be made precise in the file (role, days):",
    )
    _wanted(
        [each for each in missing if COMPANY not in each.answered_by],
        page,
        "Ce que seule la Région peut dire :",
        "What only the Region can say:",
    )


def _wanted(facts: Sequence[Fact], page: Page, fr: str, en: str) -> None:
    if not facts:
        return
    page.blank()
    page.line(page.say(fr, en), "bold")
    for fact in facts:
        text = fact.label[page.lang]
        if fact.evidence:
            text += page.say(" ; pièce : ", "; evidence: ") + fact.evidence[page.lang]
        page.marked("- ", "", text)


def _advice(decision: Decision, page: Page) -> None:
    """The best way to become eligible, by who can bring it about."""
    if decision.outcome is Outcome.ELIGIBLE:
        return
    lang, advice = page.lang, advise(decision)
    why = reason_text(advice, lang)
    if not advice.sets and not why:
        return
    page.heading(page.say("Ce qu'il faudrait", "What it would take"))
    for way in advice.sets[:1]:
        for who, title in _BY.items():
            changes = way.by(who)
            if changes:
                page.line(title[lang], "bold")
            for change in changes:
                page.marked("- ", "", change_text(advice, change, lang))
        if way.eligible_from:
            when = day(way.eligible_from, lang)
            page.line(page.say(f"Éligible à compter du {when}.", f"Eligible from {when} on."))
    if len(advice.sets) > 1:
        page.line(
            page.say(
                "Il y a d'autres façons : `eligibility advise` les montre toutes.",
                "There are other ways: `eligibility advise` shows them all.",
            )
        )
    if why:
        page.line(why)


def _readings(decision: Decision, page: Page) -> None:
    found = decision.sensitive_to
    if not found:
        return
    lang = page.lang
    known = {reading.id: reading for reading in decision.program.rulebook.readings()}
    page.heading(
        page.say(
            "Le texte peut se lire autrement, et le résultat changerait",
            "The text can be read otherwise, and the result would change",
        ),
        len(found),
    )
    for each in found:
        reading = known[each.reading]
        text = dict(reading.alternatives).get(each.alternative, reading.default)[lang]
        words = OUTCOME_WORDS[each.outcome][lang].partition(":")[0].strip().lower()
        page.marked("~ ", "", reading.title[lang])
        page.below(f"{text} → {words}")


def _evidence(decision: Decision, page: Page) -> None:
    """The documents that show what was answered, each with what it shows."""
    catalogue = decision.program.rulebook.catalogue
    found: dict[str, dict[str, None]] = {}
    for finding in decision.findings:
        if finding.status is Status.NOT_APPLICABLE:
            continue
        for name in used_facts(decision, finding):
            fact = catalogue[name]
            if fact.evidence and COMPANY in fact.answered_by and name in decision.dossier.stated:
                found.setdefault(fact.evidence[page.lang], {})[fact.label[page.lang]] = None
    if not found:
        return
    page.heading(page.say("Pièces à réunir", "Evidence to gather"), len(found))
    for evidence, labels in found.items():
        page.marked("- ", "", evidence)
        page.below(", ".join(labels), "dim")
