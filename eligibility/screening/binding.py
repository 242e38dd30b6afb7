"""
Which column of a table is which fact.

Without a mapping, a column is a fact by its dotted name. A mapping names the
columns of any other export, translates their values, and gives what is the
same for every row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from eligibility.facts import Catalogue, Fact, FactName, FactType
from eligibility.language import Text

__all__ = ["DAY", "HEAD", "ID", "SCHEME", "Binding", "Bound", "head", "possible_column"]

ID, SCHEME, DAY = (FactName(name) for name in ("id", "scheme", "submitted_on"))

HEAD: Mapping[FactName, Fact] = {
    ID: Fact(
        name=ID,
        type=FactType.TEXT,
        label=Text("le numéro du dossier", "the number of the dossier"),
    ),
    SCHEME: Fact(name=SCHEME, type=FactType.TEXT, label=Text("le dispositif", "the scheme")),
    DAY: Fact(
        name=DAY,
        type=FactType.DATE,
        label=Text("la date de dépôt", "the day of submission"),
    ),
}
"""What a row holds beside its facts."""


def head(name: str, catalogue: Catalogue) -> Fact:
    """The fact, or the part of the head of a row, of that name; KeyError for another."""
    return HEAD.get(FactName(name)) or catalogue[name]


def possible_column(name: str) -> str:
    """The column of what may be in a set of words, beside that of what surely is."""
    return f"{name} (possible)"


@dataclass(frozen=True, slots=True)
class Bound:
    """
    Where the values of one fact come from: a column, or a constant.

    *values* translates what the column holds into what a table of ours would;
    None = not known.
    """

    column: str | None = None
    constant: str | None = None
    values: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Binding:
    """The source of each fact that a table has, and the columns that nobody reads."""

    facts: Mapping[FactName, Bound]
    unread: tuple[str, ...] = ()
