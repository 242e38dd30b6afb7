"""
Templates filled: everything from outside is escaped, French and English side by side.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from eligibility.language import Lang

__all__ = ["page"]


def page(template: str, lang: Lang, **context: Any) -> bytes:
    """The page made of *template*, in UTF-8."""
    other = Lang.EN if lang == Lang.FR else Lang.FR
    text = (
        _environment()
        .get_template(template)
        .render(lang=lang.value, other=other.value, t=_chooser(lang), **context)
    )
    return text.encode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("eligibility.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["nb"] = _no_break
    environment.filters["cap"] = _capital
    return environment


def _chooser(lang: Lang) -> Callable[[str, str], str]:
    return lambda fr, en: fr if lang == Lang.FR else en


def _no_break(text: str) -> Markup:
    """French puts a space before these marks, where a line must not break."""
    return escape(re.sub(r" (?=[:;?!»])|(?<=«) ", "\N{NO-BREAK SPACE}", text))


def _capital(text: str) -> str:
    """*text* as the beginning of a sentence."""
    return text[:1].upper() + text[1:]
