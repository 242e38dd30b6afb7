"""
The ambitions of the Pacte Vert, and what is declared of each scheme.

The strategy lists none (SRDEII, Action 27, ambiguity 7): the file is the
Region's configuration. A scheme that it does not name is unknown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from eligibility.documents import Document, read_document
from eligibility.errors import Fault, RulebookError, did_you_mean
from eligibility.language import Text
from eligibility.rulebook import Rulebook
from eligibility.rulebook.validation import validated
from eligibility.schemes.shape_ambitions import AmbitionsFile

__all__ = ["Ambitions", "Declared", "load_ambitions"]


@dataclass(frozen=True, slots=True)
class Declared:
    """The ambitions that a scheme serves and contradicts; None = not declared."""

    serves: frozenset[str] | None
    contradicts: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Ambitions:
    """Each ambition by its id, what is declared by scheme, and who says so."""

    source: Text
    titles: Mapping[str, Text]
    declared: Mapping[str, Declared]


def load_ambitions(path: Path, rulebook: Rulebook) -> Ambitions:
    """
    The ambitions in the file at *path*.

    Raises:
        RulebookError, InputError: a scheme or an ambition that does not exist, an
            ambition both served and contradicted; every fault at once.
    """
    document = read_document(path)
    faults: list[Fault] = []
    given = validated(AmbitionsFile, document, faults)
    if given is not None:
        faults += _faults(given, document, {scheme.id for scheme in rulebook.schemes})
    if given is None or faults:
        raise RulebookError(faults)
    return Ambitions(
        Text(given.source.fr, given.source.en),
        {name: Text(title.fr, title.en) for name, title in given.ambitions.items()},
        {
            name: Declared(
                None if each.serves is None else frozenset(each.serves),
                None if each.contradicts is None else frozenset(each.contradicts),
            )
            for name, each in given.schemes.items()
        },
    )


def _faults(given: AmbitionsFile, document: Document, schemes: set[str]) -> Iterator[Fault]:
    for scheme, each in given.schemes.items():
        if scheme not in schemes:
            yield Fault(
                "unknown-scheme",
                document.place(("schemes", scheme)),
                Text(f"le dispositif `{scheme}` n'existe pas", f"there is no scheme `{scheme}`"),
                did_you_mean(scheme, schemes),
            )
        for key, names in (("serves", each.serves), ("contradicts", each.contradicts)):
            for at, name in enumerate(names or ()):
                if name not in given.ambitions:
                    yield Fault(
                        "unknown-ambition",
                        document.place(("schemes", scheme, key, at)),
                        Text(
                            f"l'ambition `{name}` n'est pas dans la liste",
                            f"the ambition `{name}` is not in the list",
                        ),
                        did_you_mean(name, given.ambitions),
                    )
        both = sorted({*(each.serves or ())} & {*(each.contradicts or ())})
        if both:
            yield Fault(
                "both",
                document.place(("schemes", scheme)),
                Text(
                    f"`{scheme}` répondrait à `{both[0]}` et irait à son encontre",
                    f"`{scheme}` would serve `{both[0]}` and contradict it",
                ),
            )
