"""
Pieces of a page on the terminal: headings, indented paragraphs that keep no-break spaces.
"""

import re
import textwrap

from eligibility_cli.console import printable
from rich.console import RenderableType
from rich.rule import Rule
from rich.text import Text as Line

__all__ = ["indented", "section"]


def section(title: str, count: int | None = None) -> RenderableType:
    """A rule with a title, and how many things stand below it."""
    return Rule(title if count is None else f"{title} ({count})", align="left", style="dim")


def indented(text: str, width: int, style: str = "", indent: str = "  ") -> RenderableType:
    """A paragraph of *width* columns at most."""
    # French puts a space before these marks, where a line must not break.
    text = printable(re.sub(r" (?=[:;?!»])|(?<=«) ", "\N{NO-BREAK SPACE}", text))
    # textwrap keeps no-break spaces together, which Rich does not.
    return Line(
        textwrap.fill(
            text,
            width,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        ),
        style=style,
    )
