"""
Findings as a text to send or to file, in Markdown: an invitation to be heard.

It draws no conclusion of law and orders nothing. The beneficiary may present
observations before any repayment is decided, and the reasons are given in law
and in fact (code des relations entre le public et l'administration, L122-1,
L211-2, L211-5).
"""

from collections.abc import Iterator
from datetime import date

from eligibility.awards.monitoring import DutyFinding, DutyStatus, Monitoring
from eligibility.awards.words import (
    event_text,
    missing_text,
    objects_of,
    period_text,
    together,
    working,
)
from eligibility.decisions.letter import safe
from eligibility.language import Lang, Text, amount, day
from eligibility.rulebook.duty_sentence import CONSEQUENCES

__all__ = ["duty_letter"]

_ON_NOTICE = Text(
    "Le suivi de cette aide relève les éléments ci-dessous. Ils sont portés à votre connaissance"
    " pour que vous puissiez présenter vos observations : aucune décision n'est prise.",
    "The monitoring of this aid found the items below. They are brought to your knowledge so that"
    " you can present your observations: no decision has been taken.",
)
_NOTHING = Text(
    "À ce jour, aucun manquement enregistré. Ce constat repose sur les seuls événements connus de"
    " la Région.",
    "To this day, no breach recorded. This finding rests on the events known to the Region alone.",
)
_TO_SUPPLY = Text(
    "Le suivi de cette aide ne peut être établi sans les éléments ci-dessous. Aucune décision"
    " n'est prise.",
    "The monitoring of this aid cannot be settled without the items below. No decision has been"
    " taken.",
)


def duty_letter(found: Monitoring, lang: Lang) -> str:
    """The draft in Markdown; everything that came from the award file is escaped."""
    return "\n".join(_lines(found, lang)) + "\n"


def _lines(found: Monitoring, lang: Lang) -> Iterator[str]:
    def say(fr: str, en: str) -> str:
        return Text(fr, en)[lang]

    award, scheme = found.award, found.covenant.scheme
    breached = found.with_status(DutyStatus.BREACHED)
    unknown = found.with_status(DutyStatus.UNKNOWN)
    yield f"# {safe(award.id)} — {scheme.title[lang]}"
    yield ""
    signed, when = day(award.signed_on, lang), day(found.on, lang)
    version = day(date.fromisoformat(found.covenant.rulebook.version), lang)
    yield say(
        f"Convention signée le {signed}. Examen au {when}, règles du {version}.",
        f"Convention signed on {signed}. Examined on {when}, rules of {version}.",
    )
    if award.siren:
        yield say(f"Entreprise : SIREN {award.siren}.", f"Company: SIREN {award.siren}.")
    if award.amount is not None:
        paid = amount(award.amount, lang)
        yield say(f"Aide versée : {paid}.", f"Aid paid: {paid}.")
    for reading, alternative in found.covenant.readings:
        yield say(
            f"Lecture retenue : `{reading}` = `{alternative}`.",
            f"Reading taken: `{reading}` = `{alternative}`.",
        )
    yield ""
    opening = _ON_NOTICE if breached else _TO_SUPPLY if unknown else _NOTHING
    yield f"**{opening[lang]}**"
    if breached:
        yield f"\n## {say('Éléments relevés', 'What was found')}"
        for group in together(breached):
            yield from _breach(group, found, lang)
        yield from _total(found, lang)
    if unknown:
        yield f"\n## {say('Éléments à fournir', 'Items to supply')}"
        yield ""
        for group in together(unknown):
            wanted = missing_text(group[0].missing, award, found.region, lang)
            what = objects_of(group, lang)
            yield f"- [ ] {safe(wanted)} — {what} ({group[0].duty.clause.id})"
    yield from _readings(found, lang)
    yield from _ending(bool(breached), bool(unknown), lang)


def _breach(group: list[DutyFinding], found: Monitoring, lang: Lang) -> Iterator[str]:
    def say(fr: str, en: str) -> str:
        return Text(fr, en)[lang]

    finding = group[0]
    clause = finding.duty.clause
    cited = clause.citation
    what = objects_of(group, lang)
    yield ""
    yield f"### {clause.title[lang]} : {what} ({clause.id})"
    yield ""
    facts = " ; ".join(event_text(event, found, lang) for event in finding.breaches)
    yield f"- {say('Faits', 'Facts')} : {safe(facts)}."
    yield f"- {say('Durée du devoir', 'Length of the duty')} : {period_text(finding.duty, lang)}."
    yield f"- {say('Conséquence', 'Consequence')} : {CONSEQUENCES[finding.consequence][lang]}."
    if finding.clawback:
        text = safe(working(finding.clawback, found.award, lang))
        yield f"- {say('Montant en jeu', 'Amount at stake')} : {text}."
    yield ""
    yield f"> « {safe(cited.quote)} » ({cited.document}, {cited.heading}, {cited.place})"


def _total(found: Monitoring, lang: Lang) -> Iterator[str]:
    yield ""
    if found.total is None:
        yield Text(
            "Montant total en jeu : il ne peut être compté avec ce qui est connu.",
            "Amount at stake in all: it cannot be counted with what is known.",
        )[lang]
    elif found.total:
        sum_ = amount(found.total, lang)
        yield Text(
            f"Montant total en jeu : au plus {sum_}. Un même fait n'est compté qu'une fois, et le"
            " total ne dépasse jamais l'aide versée.",
            f"Amount at stake in all: at most {sum_}. One fact counts once, and the total never"
            " exceeds the aid paid.",
        )[lang]


def _readings(found: Monitoring, lang: Lang) -> Iterator[str]:
    if not found.sensitive_to:
        return
    yield f"\n## {Text('Lectures du texte', 'Readings of the text')[lang]}"
    yield ""
    yield Text(
        "Le constat serait différent sous une autre lecture du texte :",
        "The finding would differ under another reading of the text:",
    )[lang]
    yield ""
    known = {reading.id: reading for reading in found.covenant.rulebook.readings()}
    for each in found.sensitive_to:
        reading = known[each.reading]
        text = dict(reading.alternatives).get(each.alternative, reading.default)
        yield f"- {reading.title[lang]} {text[lang]} (`{each.reading}={each.alternative}`)"


def _ending(breached: bool, unknown: bool, lang: Lang) -> Iterator[str]:
    def say(fr: str, en: str) -> str:
        return Text(fr, en)[lang]

    if breached:
        yield f"\n## {say('Vos observations', 'Your observations')}"
        yield ""
        yield say(
            "Vous pouvez présenter des observations écrites, et demander à être entendu, avant"
            " toute décision (code des relations entre le public et l'administration, L122-1)."
            " Vous pouvez vous faire assister par un conseil ou représenter par un mandataire.",
            "You may present written observations, and ask to be heard, before any decision (code"
            " des relations entre le public et l'administration, L122-1). You may be assisted by"
            " counsel or represented.",
        )
    if breached or unknown:
        yield ""
        yield say(
            "Réponse souhaitée avant le : ____ / ____ / ________",
            "Answer wanted before: ____ / ____ / ________",
        )
    yield ""
    yield say(
        "Suite proposée par l'agent : ____________________________________________",
        "What the officer proposes: ____________________________________________",
    )
    yield ""
    yield say(
        "Agent : ____________________  Date : ____ / ____ / ________",
        "Officer: ____________________  Date: ____ / ____ / ________",
    )
