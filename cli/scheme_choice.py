"""
A scheme chosen from a list, by its number or its id; of a long list, only those for the applicant.
"""

from collections.abc import Sequence

from eligibility_cli.asking import QUIT, Quit
from eligibility_cli.lines import Lines
from eligibility_cli.pages import Page

from eligibility.errors import did_you_mean
from eligibility.rulebook import Rulebook, Scheme
from eligibility.rulebook.model import APPLICANT, State
from eligibility.schemes.words import STATES

__all__ = ["choose"]

_LONG = 12
"""Schemes that are shown at once without asking first who applies."""


def choose(rulebook: Rulebook, page: Page, lines: Lines) -> str:
    """
    The scheme that the person chooses.

    Raises:
        Quit, NoMoreLines: none was chosen.
    """
    ids = [each.id for each in rulebook.schemes]
    schemes: Sequence[Scheme] = [each for each in rulebook.schemes if each.state is not State.PAST]
    if len(schemes) > _LONG and APPLICANT in rulebook.catalogue:
        found = _applicant(rulebook, schemes, ids, page, lines)
        if isinstance(found, str):
            return found
        schemes = found
    _list(schemes, page)
    shown = [each.id for each in schemes]
    at = _answer(shown, ids, page, lines)
    return shown[at] if isinstance(at, int) else at


def _applicant(
    rulebook: Rulebook, schemes: Sequence[Scheme], ids: Sequence[str], page: Page, lines: Lines
) -> Sequence[Scheme] | str:
    """The schemes for the kind of applicant that is chosen, or a scheme named at once."""
    fact = rulebook.catalogue[APPLICANT]
    groups = [
        (label, [each for each in schemes if word in each.applicants]) for word, label in fact.words
    ]
    groups = [group for group in groups if group[1]]
    page.line((fact.question or fact.label)[page.lang], "bold")
    for number, (label, found) in enumerate(groups, 1):
        text = label[page.lang]
        count = page.say(f"{len(found)} dispositifs", f"{len(found)} schemes")
        if len(found) == 1:
            count = page.say("1 dispositif", "1 scheme")
        page.marked(f"{number:>2}  ", "bold", text[:1].upper() + text[1:], count)
    at = _answer([label[page.lang] for label, _ in groups], ids, page, lines)
    return at if isinstance(at, str) else groups[at][1]


def _list(schemes: Sequence[Scheme], page: Page) -> None:
    lang = page.lang
    page.line(page.say("Quel dispositif visez-vous ?", "Which scheme have you in view?"), "bold")
    for number, each in enumerate(schemes, 1):
        page.marked(f"{number:>{len(str(len(schemes)))}}  ", "bold", each.title[lang], each.id)
        if each.state is not State.OPEN:
            page.below(STATES[each.state][lang], "yellow")
        page.below(each.summary[lang])


def _answer(shown: Sequence[str], ids: Sequence[str], page: Page, lines: Lines) -> int | str:
    """The place in *shown* that was chosen, or the id of a scheme."""
    while True:
        text = lines.next(page.say("Numéro ou nom > ", "Number or name > "))
        if text.casefold() in QUIT:
            raise Quit
        if text.isascii() and text.isdecimal() and len(text) < 6 and 1 <= int(text) <= len(shown):
            return int(text) - 1
        if text.casefold() in ids:
            return text.casefold()
        near = did_you_mean(text, ids)
        page.below(
            page.say(
                f"Écrivez un numéro de 1 à {len(shown)}, ou le nom d'un dispositif ; q pour "
                "quitter.",
                f"Write a number from 1 to {len(shown)}, or the name of a scheme; q to quit.",
            )
        )
        if near:
            hint = near[page.lang]
            page.below(hint[:1].upper() + hint[1:])
