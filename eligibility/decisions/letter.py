"""
A decision as a text to send or to file, in Markdown.

It proposes; it does not decide. An incomplete dossier gets the list of what
is missing, with a blank for the day (code des relations entre le public et
l'administration, L114-5); that is no refusal.
"""

import re
from collections.abc import Iterator
from datetime import date

from eligibility.decisions.decision import Decision, Finding, Outcome
from eligibility.decisions.words import person, reason, remedy
from eligibility.language import Lang, Text, day, one_of
from eligibility.logic import Status

__all__ = ["letter", "safe"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!]|&(?=#?\w+;))")
_OPENING = {
    Outcome.ELIGIBLE: Text(
        "Le dossier remplit les conditions d'éligibilité examinées. Il peut passer à l'appréciation ;"
        " ce n'est pas une attribution.",
        "The dossier meets the eligibility conditions examined. It may go to appreciation; this is"
        " not an award.",
    ),
    Outcome.INELIGIBLE: Text(
        "Proposition de l'outil : le dossier ne remplit pas les conditions ci-dessous. La décision"
        " appartient à la Région.",
        "Proposal of the tool: the dossier does not meet the conditions below. The decision belongs"
        " to the Region.",
    ),
    Outcome.INCOMPLETE: Text(
        "Le dossier est incomplet : les éléments ci-dessous sont nécessaires pour conclure. Ce n'est"
        " pas un refus.",
        "The dossier is incomplete: the items below are needed to conclude. This is not a refusal.",
    ),
}


def letter(decision: Decision, lang: Lang) -> str:
    """The text in Markdown; everything that came from the dossier is escaped."""
    return "\n".join(_lines(decision, lang)) + "\n"


def _lines(decision: Decision, lang: Lang) -> Iterator[str]:
    def say(fr: str, en: str) -> str:
        return Text(fr, en)[lang]

    scheme = decision.program.scheme
    yield f"# {safe(decision.dossier.id)} — {scheme.title[lang]}"
    yield ""
    when = day(decision.evaluated_on, lang)
    version = day(date.fromisoformat(decision.program.rulebook.version), lang)
    yield say(f"Examen au {when}, règles du {version}.", f"Examined on {when}, rules of {version}.")
    for reading, alternative in decision.program.readings:
        yield say(
            f"Lecture retenue : `{reading}` = `{alternative}`.",
            f"Reading taken: `{reading}` = `{alternative}`.",
        )
    yield ""
    yield f"**{_OPENING[decision.outcome][lang]}**"
    failed = decision.with_status(Status.NOT_MET)
    if failed:
        yield f"\n## {say('Conditions non remplies', 'Conditions not met')}"
        for finding in failed:
            yield from _finding(decision, finding, lang)
        for clause in decision.grounds():
            yield ""
            yield f"> {safe(clause.citation.quote)} ({clause.id}, {clause.citation.place})"
    if decision.missing:
        yield f"\n## {say('Éléments à fournir', 'Items to supply')}"
        yield ""
        yield from _missing(decision, lang)
        if decision.outcome is Outcome.INCOMPLETE:
            yield ""
            yield say(
                "Réponse attendue avant le : ____ / ____ / ________",
                "Answer wanted before: ____ / ____ / ________",
            )
    if decision.sensitive_to:
        yield f"\n## {say('Lectures du texte', 'Readings of the text')}"
        yield ""
        yield say(
            "La conclusion serait différente sous une autre lecture du texte :",
            "The conclusion would differ under another reading of the text:",
        )
        yield ""
        known = {reading.id: reading for reading in decision.program.rulebook.readings()}
        for each in decision.sensitive_to:
            yield f"- {known[each.reading].title[lang]} (`{each.reading}={each.alternative}`)"
    met = decision.with_status(Status.MET)
    if met:
        yield f"\n## {say('Conditions remplies', 'Conditions met')}"
        yield ""
        for finding in met:
            yield f"- {finding.clause.title[lang]} ({finding.clause.id})"
    for finding in decision.with_status(Status.NOT_APPLICABLE):
        text = safe(reason(decision, finding, lang))
        yield f"- {say('Sans objet', 'Not applicable')} : {finding.clause.title[lang]} ({finding.clause.id}) — {text}"
    yield ""
    yield say(
        "Agent : ____________________  Date : ____ / ____ / ________",
        "Officer: ____________________  Date: ____ / ____ / ________",
    )


def _finding(decision: Decision, finding: Finding, lang: Lang) -> Iterator[str]:
    cited = finding.clause.citation
    yield ""
    yield f"### {finding.clause.title[lang]} ({finding.clause.id})"
    yield ""
    yield safe(reason(decision, finding, lang))
    yield ""
    yield f"> « {safe(cited.quote)} » ({cited.document}, {cited.heading}, {cited.place})"
    cure = remedy(decision, finding, lang)
    if cure:
        yield ""
        yield Text("Pour y remédier : ", "To cure it: ")[lang] + safe(cure)


def _missing(decision: Decision, lang: Lang) -> Iterator[str]:
    for fact in decision.missing_facts():
        who = one_of((person(decision, each, lang) for each in fact.answered_by), lang)
        evidence = f" ; {fact.evidence[lang]}" if fact.evidence else ""
        yield f"- [ ] {fact.label[lang]} — {who}{evidence}"


def safe(text: str) -> str:
    """*text* with nothing in it that Markdown or HTML would read as a mark."""
    return _SPECIAL.sub(r"\\\1", text).replace("\n", " ")
