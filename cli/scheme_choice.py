"""
A scheme chosen from a list, by its number or its id.
"""

from eligibility_cli.asking import QUIT, Quit
from eligibility_cli.lines import Lines
from eligibility_cli.pages import Page

from eligibility.errors import did_you_mean
from eligibility.rulebook import Rulebook

__all__ = ["choose"]


def choose(rulebook: Rulebook, page: Page, lines: Lines) -> str:
    """
    The scheme that the person chooses.

    Raises:
        Quit, NoMoreLines: none was chosen.
    """
    lang = page.lang
    schemes = rulebook.schemes
    page.line(page.say("Quel dispositif visez-vous ?", "Which scheme have you in view?"), "bold")
    for number, each in enumerate(schemes, 1):
        page.marked(f"{number:>{len(str(len(schemes)))}}  ", "bold", each.title[lang], each.id)
        page.below(each.summary[lang])
    ids = [each.id for each in schemes]
    while True:
        text = lines.next(page.say("Numéro ou nom > ", "Number or name > "))
        if text.casefold() in QUIT:
            raise Quit
        if text.isascii() and text.isdecimal() and len(text) < 6 and 1 <= int(text) <= len(ids):
            return ids[int(text) - 1]
        if text.casefold() in ids:
            return text.casefold()
        near = did_you_mean(text, ids)
        page.below(
            page.say(
                f"Écrivez un numéro de 1 à {len(ids)}, ou un nom de la liste ; q pour quitter.",
                f"Write a number from 1 to {len(ids)}, or a name of the list; q to quit.",
            )
        )
        if near:
            page.below(near[lang][:1].upper() + near[lang][1:])
