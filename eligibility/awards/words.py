"""
Findings on duties in sentences: what happened, what stands, what it may lead to.

A finding invites to be heard, it orders nothing; a duty without a recorded
breach is "aucun manquement enregistré", never "respectée".
"""

from collections.abc import Iterable

from eligibility.awards.award import Award, Event
from eligibility.awards.clawback import Clawback
from eligibility.awards.duties import DatedDuty
from eligibility.awards.evidence import Evidence
from eligibility.awards.jobs import posts_to_keep
from eligibility.awards.monitoring import DutyFinding, DutyStatus, Monitoring
from eligibility.facts.events import EVENTS, OBJECTS
from eligibility.facts.values import shown
from eligibility.language import Lang, Text, amount, day, listed, number
from eligibility.rulebook import Region

__all__ = [
    "EVIDENCE",
    "event_text",
    "missing_text",
    "object_text",
    "objects_of",
    "period_text",
    "reason",
    "size_text",
    "together",
    "working",
]

EVIDENCE = {
    Evidence.NONE: Text("aucun contrôle enregistré", "no check recorded"),
    Evidence.PARTIAL: Text(
        "des contrôles enregistrés, mais pas pour chaque période écoulée",
        "checks recorded, but not for every period that is over",
    ),
    Evidence.FULL: Text(
        "au moins un contrôle enregistré pour chaque période écoulée",
        "at least one check recorded for every period that is over",
    ),
}
_MISSING = {
    "amount": Text("le montant de l'aide versée", "the aid paid"),
    "company.size": Text(
        "la taille de l'entreprise à la signature (ou son effectif, son chiffre d'affaires et son "
        "bilan)",
        "the size of the company at signature (or its headcount, turnover and balance sheet)",
    ),
    "company.siren": Text("le SIREN de l'entreprise", "the company's SIREN"),
    "programme.starts_on": Text("le début du programme", "the start of the programme"),
    "programme.ends_on": Text("la fin du programme", "the end of the programme"),
    "innovation": Text(
        "si l'aide est une aide à l'innovation", "whether the aid is an innovation aid"
    ),
    "jobs": Text("le nombre d'emplois aidés", "the number of aided jobs"),
    "jobs_kept": Text(
        "le nombre d'emplois aidés maintenus (à part des emplois créés)",
        "the number of aided jobs kept (apart from those created)",
    ),
    "investments": Text("la liste des investissements aidés", "the list of aided investments"),
    "partners": Text("les partenaires du plan de financement", "the partners of the plan"),
}
_SIZES = {
    "pme": Text("PME", "SME"),
    "eti": Text("ETI", "mid-cap (ETI)"),
    "ge": Text("grande entreprise", "large company"),
}
_PHRASES = {
    "commune": Text("vers la commune {}", "to municipality {}"),
    "region": Text("région {}", "region {}"),
    "by": Text("par le SIREN {}", "by SIREN {}"),
    "siren": Text("SIREN {}", "SIREN {}"),
    "to": Text("à {}", "to {}"),
}
_BY = {
    "own": Text("par l'entreprise, chez elle", "by the company, on its premises"),
    "partner": Text("chez un partenaire prévu au plan", "at a partner named in the plan"),
    "other": Text("par un tiers hors du plan", "by a third party outside the plan"),
}


def object_text(name: str, lang: Lang) -> str:
    """What a duty is about."""
    return OBJECTS[name][lang]


def objects_of(findings: Iterable[DutyFinding], lang: Lang) -> str:
    """What several findings are about."""
    return listed((object_text(each.duty.object, lang) for each in findings), lang)


def together(findings: Iterable[DutyFinding]) -> list[list[DutyFinding]]:
    """The findings that say the same of one clause, told once for all their objects."""
    found: dict[object, list[DutyFinding]] = {}
    for each in findings:
        events = tuple(event.number for event in (*each.breaches, *each.doubts))
        key = (each.duty.clause.id, events, each.duty.end, each.clawback, each.missing)
        found.setdefault(key, []).append(each)
    return list(found.values())


def size_text(award: Award, lang: Lang) -> str | None:
    """The size as the award states it; None where it follows from figures."""
    return _SIZES[award.size][lang] if award.size else None


def event_text(event: Event, monitoring: Monitoring, lang: Lang) -> str:
    """One event with its day and what is known of it."""
    kind = EVENTS[event.kind]
    head = Text(
        f"{kind.label.fr} le {day(event.on, Lang.FR)}",
        f"{kind.label.en} on {day(event.on, Lang.EN)}",
    )[lang]
    details = list(_details(event, monitoring, lang))
    mark = " : " if lang == Lang.FR else ": "
    return head + (mark + ", ".join(details) if details else "")


def _details(event: Event, monitoring: Monitoring, lang: Lang) -> Iterable[str]:
    award = monitoring.award
    for fact in EVENTS[event.kind].fields:
        value = event.fields.get(fact.name)
        if value is None or isinstance(value, bool):
            continue
        if isinstance(value, tuple):
            yield listed((OBJECTS[name][lang] for name in value), lang)
        elif fact.name == "jobs":
            wanted = posts_to_keep(award, monitoring.dating.programme_end, event.on)
            count, least = _posts(int(value), lang), _posts(wanted.least, lang)
            if wanted.least == wanted.most:
                yield Text(
                    f"{count} poste(s) occupé(s) pour {least} à maintenir",
                    f"{count} post(s) filled, {least} to keep",
                )[lang]
            else:
                yield Text(f"{count} poste(s) occupé(s)", f"{count} post(s) filled")[lang]
        elif fact.name == "investment":
            names = {each.id: each.label for each in award.investments or ()}
            label = names.get(str(value))
            yield f"{value} ({label})" if label else str(value)
        elif fact.name == "by" and str(value) in _BY:
            yield _BY[str(value)][lang]
        else:
            yield _PHRASES[fact.name][lang].format(shown(fact, value, lang))
    yield from _attributes(event, monitoring, lang)


def _posts(hundredths: int, lang: Lang) -> str:
    """A number of posts without idle zeros: `9,5`."""
    if hundredths % 10 == 0:
        return number(hundredths // 10, 1, lang)
    return number(hundredths, 2, lang)


def _attributes(event: Event, monitoring: Monitoring, lang: Lang) -> Iterable[str]:
    """What the rules ask of the event, where the answer is known."""
    if event.kind in ("job_count", "rnd_performed"):
        return
    for attribute in EVENTS[event.kind].attributes:
        answer = monitoring.answers.get(event.number, {}).get(attribute.name)
        if answer is not None and answer.truth is not None:
            yield (attribute.true if answer.truth else attribute.false)[lang]


def period_text(duty: DatedDuty, lang: Lang) -> str:
    """From when until when the duty runs."""
    start, end = duty.start.day, duty.until
    head = (
        Text(f"du {day(start, Lang.FR)}", f"from {day(start, Lang.EN)}")[lang]
        if start
        else Text("depuis un jour à préciser", "from a day to be supplied")[lang]
    )
    if duty.end is None:
        return head + Text(", sans terme fixé par le texte", ", with no end set by the text")[lang]
    if end:
        return head + Text(f" au {day(end, Lang.FR)}", f" until {day(end, Lang.EN)}")[lang]
    least = duty.at_least_until
    if least:
        return (
            head
            + Text(
                f", au moins jusqu'au {day(least, Lang.FR)}",
                f", at least until {day(least, Lang.EN)}",
            )[lang]
        )
    return head + Text(", jusqu'à un jour à préciser", ", until a day to be supplied")[lang]


def reason(finding: DutyFinding, monitoring: Monitoring, lang: Lang) -> str:
    """Why the finding is what it is."""
    match finding.status:
        case DutyStatus.BREACHED:
            events = [event_text(event, monitoring, lang) for event in finding.breaches]
            text = Text(f"Fait relevé : {events[0]}.", f"What was found: {events[0]}.")[lang]
            if len(events) > 1:
                rest = " ; ".join(events[1:])
                text += Text(f" Puis : {rest}.", f" Then: {rest}.")[lang]
            return text
        case DutyStatus.UNKNOWN:
            text = Text("Ne peut être établi.", "Cannot be settled.")[lang]
            if finding.doubts:
                events = [event_text(event, monitoring, lang) for event in finding.doubts]
                text += Text(" En question : ", " In question: ")[lang] + " ; ".join(events) + "."
            if finding.missing:
                wanted = missing_text(finding.missing, monitoring.award, monitoring.region, lang)
                text += Text(f" À fournir : {wanted}.", f" To supply: {wanted}.")[lang]
            return text
        case DutyStatus.KEPT:
            return Text(
                f"Durée écoulée ; aucun manquement enregistré ({EVIDENCE[finding.evidence].fr}).",
                f"The length has run out; no breach recorded ({EVIDENCE[finding.evidence].en}).",
            )[lang]
        case DutyStatus.PENDING:
            text = Text(
                f"En cours ; aucun manquement enregistré ({EVIDENCE[finding.evidence].fr}).",
                f"Running; no breach recorded ({EVIDENCE[finding.evidence].en}).",
            )[lang]
            if finding.missing:
                wanted = missing_text(finding.missing, monitoring.award, monitoring.region, lang)
                text += Text(f" À fournir : {wanted}.", f" To supply: {wanted}.")[lang]
            return text


def missing_text(names: Iterable[str], award: Award, region: Region, lang: Lang) -> str:
    """What is missing, in words."""
    return listed((_missing(name, award, region)[lang] for name in names), lang)


def _missing(name: str, award: Award, region: Region) -> Text:
    if name in _MISSING:
        return _MISSING[name]
    if name in region.catalogue:
        return region.catalogue[name].label
    if name.startswith("investments."):
        which = name.split(".")[1]
        return Text(f"le montant de l'investissement {which}", f"the amount of investment {which}")
    event, _, field = name.removeprefix("events.").rpartition(".")
    for each in award.events:
        for fact in EVENTS[each.kind].fields:
            if (each.name, fact.name) == (event, field):
                kind = EVENTS[each.kind].label
                return Text(
                    f"{fact.label.fr} ({kind.fr} du {day(each.on, Lang.FR)})",
                    f"{fact.label.en} ({kind.en} on {day(each.on, Lang.EN)})",
                )
    return Text(name, name)


def working(clawback: Clawback, award: Award, lang: Lang) -> str:
    """How the amount was counted."""
    if clawback.basis == "whole":
        if clawback.cents is None:
            return Text("l'aide entière, dont le montant manque", "the whole aid, not known")[lang]
        sum_ = amount(clawback.cents, lang)
        return Text(
            f"l'aide entière, {sum_} : la convention ne prévoit pas de prorata pour ce devoir",
            f"the whole aid, {sum_}: the convention has no pro rata for this duty",
        )[lang]
    if clawback.basis == "time" and clawback.of is None and not clawback.missing:
        return Text(
            "le prorata de temps prévu par la convention ne peut être compté : le texte ne fixe pas"
            " de terme à ce devoir",
            "the pro rata of time under the convention cannot be counted: the text sets no end to"
            " this duty",
        )[lang]
    if clawback.cents is None or not clawback.of or award.amount is None:
        return Text(
            "prorata prévu par la convention, qui ne peut être compté ici",
            "pro rata under the convention, which cannot be counted here",
        )[lang]
    paid, asked = amount(award.amount, lang), amount(clawback.cents, lang)
    part, of = clawback.part or 0, clawback.of
    if clawback.basis == "time":
        ratio = Text(f"{part} jours restants / {of} jours", f"{part} days left / {of} days")[lang]
    elif part == of:
        ratio = Text("1 (tout est perdu pour le site)", "1 (all is lost to the site)")[lang]
    else:
        ratio = f"{number(part, 2, lang)} / {number(of, 2, lang)}"
    return Text(
        f"{paid} × {ratio} = {asked} (prorata prévu par la convention)",
        f"{paid} × {ratio} = {asked} (pro rata under the convention)",
    )[lang]
