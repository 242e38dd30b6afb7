"""
A duty read back as sentences: what is kept, how long, what breaks it, what follows.

Made from the same values that date the duty and match the events, so it
cannot say anything else.
"""

from eligibility.facts.events import EVENTS, OBJECTS
from eligibility.language import Lang, Text, listed
from eligibility.logic import ALWAYS
from eligibility.quantities import Span
from eligibility.rulebook.duty import Break, Duty, LastDay, Term
from eligibility.rulebook.model import Region
from eligibility.rulebook.sentence import requirement_sentence

__all__ = ["CONSEQUENCES", "break_text", "duty_sentences", "how_often", "objects_text"]

CONSEQUENCES = {
    "clawback_possible": Text(
        "le remboursement de l'aide pourra être demandé ; une personne en décide",
        "repayment of the aid may be asked; a person decides",
    ),
    "clawback_due": Text(
        "le texte dit que la Région demandera le reversement de l'aide",
        "the text says that the Region will ask for the aid back",
    ),
    "none": Text(
        "le texte n'attache aucune conséquence : voir la convention",
        "the text attaches no consequence: see the convention",
    ),
}
_MOMENTS = {
    "award.signed_on": Text("la signature de la convention", "the signature of the convention"),
    "programme.starts_on": Text("le début du programme", "the start of the programme"),
    "programme.ends_on": Text("la fin du programme", "the end of the programme"),
}


def duty_sentences(
    duty: Duty, broken_by: tuple[Break, ...], consequence: str, region: Region, lang: Lang
) -> list[str]:
    """The duty in a few sentences, each with its capital and full stop."""
    return [
        _kept(duty, region, lang),
        *_broken(duty, broken_by, lang),
        Text(
            f"Conséquence : {CONSEQUENCES[consequence].fr}.",
            f"Consequence: {CONSEQUENCES[consequence].en}.",
        )[lang],
    ]


def objects_text(objects: tuple[str, ...], lang: Lang) -> str:
    """What is kept, in words."""
    return listed((OBJECTS[name][lang] for name in objects), lang)


def break_text(cause: Break, lang: Lang) -> str:
    """One event that breaks a duty, with what narrows it."""
    kind = EVENTS[cause.event]
    said = [
        (attribute.true if truth else attribute.false)[lang]
        for name, truth in cause.where
        for attribute in kind.attributes
        if attribute.name == name
    ]
    return f"{kind.label[lang]} ({listed(said, lang)})" if said else kind.label[lang]


def how_often(span: Span, lang: Lang) -> str:
    """`chaque année`, `tous les 6 mois`."""
    if span == Span(1, "year"):
        return Text("chaque année", "every year")[lang]
    return Text(f"tous les {span.said(Lang.FR)}", f"every {span}")[lang]


def _kept(duty: Duty, region: Region, lang: Lang) -> str:
    what = objects_text(duty.objects, lang)
    start = _MOMENTS[duty.start][lang]
    head = Text(f"Objet : {what}, depuis {start}", f"Object: {what}, from {start}")[lang]
    if duty.as_long_as:
        clauses = listed(duty.as_long_as, lang)
        tail = Text(
            f", tant que court un devoir de {clauses}", f", while a duty of {clauses} runs"
        )[lang]
    elif duty.end is None and not duty.terms:
        tail = Text(", sans terme fixé par le texte", ", with no end set by the text")[lang]
    elif duty.end is None:
        tail = Text(", pendant ", ", for ")[lang] + _terms(duty.terms, region, lang)
    else:
        tail = Text(" jusqu'à ", " until ")[lang] + _MOMENTS[duty.end][lang]
        if duty.terms:
            tail += Text(", puis pendant ", ", then for ")[lang] + _terms(duty.terms, region, lang)
    if duty.terms and duty.last_day is LastDay.EVE:
        tail += Text(" (la durée finit la veille)", " (the length ends the day before)")[lang]
    if duty.only_innovation:
        tail += Text(" ; seulement pour une aide à l'innovation", "; only for an innovation aid")[
            lang
        ]
    return f"{head}{tail}."


def _terms(terms: tuple[Term, ...], region: Region, lang: Lang) -> str:
    def said(term: Term) -> str:
        if term.when == ALWAYS:
            return term.length.said(lang)
        when = requirement_sentence(term.when, region, lang)
        return Text(f"{term.length.said(lang)} si {when}", f"{term.length.said(lang)} if {when}")[
            lang
        ]

    return listed(map(said, terms), lang, last=Text("ou", "or"))


def _broken(duty: Duty, broken_by: tuple[Break, ...], lang: Lang) -> list[str]:
    groups: dict[tuple[Break, ...], list[str]] = {}
    for name in duty.objects:
        own = tuple(each for each in broken_by if name in each.objects)
        bare = tuple(Break(each.event, (), each.where) for each in own)
        groups.setdefault(bare, []).append(name)
    found = []
    for causes, names in groups.items():
        events = " ; ".join(break_text(cause, lang) for cause in causes)
        if len(groups) == 1:
            found.append(Text(f"Événements visés : {events}.", f"Events: {events}.")[lang])
        else:
            what = objects_text(tuple(names), lang)
            found.append(
                Text(
                    f"Événements visés, pour {what} : {events}.", f"Events, for {what}: {events}."
                )[lang]
            )
    return found
