"""
What an interview prints: paragraphs that fit, headings, marks.
"""

from eligibility_cli.blocks import indented, section
from eligibility_cli.console import console, printable
from rich.text import Text as Line

from eligibility.facts import Fact, FactType, Stated
from eligibility.facts.values import shown
from eligibility.language import Lang, Text, listed

__all__ = ["Page", "answer_text", "question_text"]

_NONE = Text("aucune", "none")


class Page:
    """The terminal in one language, at most 100 columns wide."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.out = console()
        self.out.width = min(self.out.width, 100)

    def say(self, fr: str, en: str) -> str:
        """A text in the language of the page."""
        return Text(fr, en)[self.lang]

    def blank(self) -> None:
        """An empty line."""
        self.out.print()

    def heading(self, title: str, count: int | None = None) -> None:
        """A rule with a title, after an empty line."""
        self.out.print()
        self.out.print(section(printable(title), count))

    def line(self, text: str, style: str = "") -> None:
        """A paragraph from the margin on."""
        self.out.print(indented(text, self.out.width, style, indent=""))

    def below(self, text: str, style: str = "") -> None:
        """A paragraph that belongs to what stands above it."""
        self.out.print(indented(text, self.out.width, style))

    def marked(self, mark: str, style: str, text: str, aside: str = "") -> None:
        """A paragraph that begins with a mark, and ends with what few readers need."""
        whole = f"{text}  {aside}" if aside else text
        first = str(indented(whole, self.out.width - len(mark), indent=""))
        head, *rest = first.split("\n")
        found = Line()
        found.append(printable(mark), style=style)
        found.append("\n".join([head, *(" " * len(mark) + each for each in rest)]))
        self.out.print(found)


def question_text(fact: Fact, lang: Lang) -> str:
    """The question without what only a file needs."""
    text = (fact.question or fact.label)[lang]
    return text.replace(" (aucune : [])", "").replace(" (none: [])", "")


def answer_text(fact: Fact, stated: Stated, lang: Lang) -> str:
    """What was answered, as a person reads it."""
    value = stated.value
    if isinstance(value, tuple):
        kinds = dict.fromkeys(fact.word_label(each.kind)[lang] for each in value)
        return listed(kinds, lang) or _NONE[lang]
    if fact.type is FactType.TEXT and not str(value).strip():
        return _NONE[lang]
    return shown(fact, value, lang)
