"""
YAML read strictly: no tags, no aliases, no duplicate keys, one document.

PyYAML does the parsing (in C where it can); values are built here from its
events, so that nothing is converted and every place is kept.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from eligibility.documents.document import (
    MAX_DEPTH,
    Document,
    Form,
    Path,
    Scalar,
    Value,
    refused,
)
from eligibility.language import Text

__all__ = ["parse_yaml"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NO_ALIAS = Text(
    "écrivez la valeur en toutes lettres : ni ancre `&`, ni renvoi `*`",
    "write the value out: no anchor `&`, no alias `*`",
)
_NO_TAG = Text(
    "retirez l'étiquette `!` : seuls du texte, des nombres, des listes et des clés sont lus",
    "remove the `!` tag: only text, numbers, lists and keys are read",
)


class _Builder:
    """Turns a stream of events into one value, and notes where each part stood."""

    def __init__(self, events: Iterator[Any], name: str) -> None:
        self.events = events
        self.name = name
        self.places: dict[Path, tuple[int, int]] = {}

    def refuse(self, event: Any, code: str, message: Text, hint: Text | None = None) -> None:
        mark = event.start_mark
        raise refused(code, self.name, message, hint, line=mark.line + 1, column=mark.column + 1)

    def value(self, event: Any, path: Path) -> Value:
        mark = event.start_mark
        self.places[path] = (mark.line + 1, mark.column + 1)
        self.check(event, path)
        if isinstance(event, yaml.ScalarEvent):
            plain = not event.style
            return Scalar(event.value, Form.PLAIN if plain else Form.QUOTED)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Value] = []
            while not isinstance(item := next(self.events), yaml.SequenceEndEvent):
                items.append(self.value(item, (*path, len(items))))
            return items
        return self.mapping(path)

    def mapping(self, path: Path) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            self.check(key, path)
            if not isinstance(key, yaml.ScalarEvent):
                self.refuse(
                    key,
                    "yaml-key",
                    Text("une clé doit être un mot simple", "a key must be a plain word"),
                )
                continue
            name = key.value
            if name in found:
                line = self.places[(*path, name)][0]
                self.refuse(
                    key,
                    "duplicate-key",
                    Text(f"la clé `{name}` est répétée", f"the key `{name}` is repeated"),
                    Text(
                        f"elle figure déjà à la ligne {line} : gardez-en une seule",
                        f"it already stands on line {line}: keep one of them",
                    ),
                )
            found[name] = self.value(next(self.events), (*path, name))
            spot: Any = key.start_mark
            self.places[(*path, name)] = (spot.line + 1, spot.column + 1)
        return found

    def check(self, event: Any, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self.refuse(
                event,
                "yaml-alias",
                Text("les ancres et renvois YAML sont refusés", "YAML anchors are refused"),
                _NO_ALIAS,
            )
        if event.tag is not None:
            self.refuse(
                event,
                "yaml-tag",
                Text(
                    f"l'étiquette YAML `{event.tag}` est refusée",
                    f"the YAML tag `{event.tag}` is refused",
                ),
                _NO_TAG,
            )
        if len(path) > MAX_DEPTH:
            self.refuse(
                event,
                "too-deep",
                Text(
                    f"plus de {MAX_DEPTH} niveaux d'imbrication",
                    f"nested more than {MAX_DEPTH} levels deep",
                ),
            )


def parse_yaml(text: str, name: str) -> Document:
    """
    The one YAML document in *text*.

    Raises:
        InputError: broken YAML, a tag, an alias, a repeated key, nesting past
            MAX_DEPTH, no document or several.
    """
    builder = _Builder(iter(yaml.parse(text, Loader=_LOADER)), name)
    try:
        root = _single_document(builder)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise refused(
            "yaml-syntax",
            name,
            Text(
                "ce n'est pas du YAML bien formé" + _detail(error),
                "this is not well-formed YAML" + _detail(error),
            ),
            Text(
                "vérifiez l'alignement, les deux-points et les guillemets à cet endroit",
                "check indentation, colons and quotes at this place",
            ),
            line=line,
            column=column,
        ) from None
    except yaml.YAMLError as error:
        raise refused(
            "yaml-syntax",
            name,
            Text(
                "le fichier contient un caractère interdit", "the file holds a forbidden character"
            ),
            Text(str(error).splitlines()[0], str(error).splitlines()[0]),
        ) from None

    def locate(path: Path) -> tuple[int, int]:
        while path and path not in builder.places:
            path = path[:-1]
        return builder.places.get(path, (1, 1))

    return Document(name, root, locate)


def _detail(error: yaml.MarkedYAMLError) -> str:
    return f" ({error.problem})" if error.problem else ""


def _single_document(builder: _Builder) -> Value:
    root: Value | None = None
    for event in builder.events:
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                builder.refuse(
                    event,
                    "several-documents",
                    Text(
                        "le fichier contient plusieurs documents YAML",
                        "the file holds several YAML documents",
                    ),
                    Text("un fichier par document", "one file for each document"),
                )
            root = builder.value(next(builder.events), ())
    if root is None or (isinstance(root, Scalar) and root.is_null):
        raise refused("empty-file", builder.name, Text("le fichier est vide", "the file is empty"))
    return root
