"""
JSON read strictly: numbers as they are written, no repeated key, no NaN.

The standard parser reads; the place of a value is only looked for when a
message needs it.
"""

import json
import re
from typing import Any

from eligibility.documents.document import MAX_DEPTH, Document, Form, Path, Scalar, Value, refused
from eligibility.language import Text

__all__ = ["parse_json"]

# The C scanner of the standard library, which its stubs leave out.
scanstring: Any = json.decoder.scanstring  # type: ignore[attr-defined]
_SPACE = re.compile(r"[ \t\n\r]*")
_ATOM = re.compile(r"[^,\]}\s]+")


class _Repeated(Exception):
    """A key that stands twice in one object."""


def parse_json(text: str, name: str) -> Document:
    """
    The JSON value in *text*.

    Raises:
        InputError: broken JSON, NaN or infinity, a repeated key, nesting past
            MAX_DEPTH.
    """
    if not text.strip():
        raise refused("empty-file", name, Text("le fichier est vide", "the file is empty"))
    try:
        raw = json.loads(
            text,
            parse_int=lambda digits: Scalar(digits, Form.NUMBER),
            parse_float=lambda digits: Scalar(digits, Form.NUMBER),
            parse_constant=lambda word: Scalar(word, Form.NUMBER),
            object_pairs_hook=_unique,
        )
    except _Repeated as error:
        key = str(error)
        _whole(key, name)
        raise refused(
            "duplicate-key",
            name,
            Text(f"la clé `{key}` est répétée", f"the key `{key}` is repeated"),
            Text("gardez-en une seule", "keep one of them"),
            **_spot(text, _repeated(text)),
        ) from None
    except json.JSONDecodeError as error:
        raise refused(
            "json-syntax",
            name,
            Text("ce n'est pas du JSON bien formé", "this is not well-formed JSON"),
            Text(f"l'analyseur dit : {error.msg}", f"the parser says: {error.msg}"),
            line=error.lineno,
            column=error.colno,
        ) from None
    except RecursionError:
        raise _too_deep(name) from None
    root = _scalars(raw, name, 0)

    def locate(path: Path) -> tuple[int, int]:
        spot = _spot(text, _offset(text, path))
        return spot["line"], spot["column"]

    return Document(name, root, locate)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Repeated(key)
            seen.add(key)
    return found


def _too_deep(name: str) -> Exception:
    return refused(
        "too-deep",
        name,
        Text(
            f"plus de {MAX_DEPTH} niveaux d'imbrication",
            f"nested more than {MAX_DEPTH} levels deep",
        ),
    )


def _scalars(raw: Any, name: str, depth: int) -> Value:
    if depth > MAX_DEPTH:
        raise _too_deep(name)
    if isinstance(raw, dict):
        for key in raw:
            _whole(key, name)
        return {key: _scalars(value, name, depth + 1) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_scalars(value, name, depth + 1) for value in raw]
    if isinstance(raw, str):
        _whole(raw, name)
        return Scalar(raw, Form.QUOTED)
    if isinstance(raw, Scalar):
        return raw
    return Scalar({True: "true", False: "false", None: "null"}[raw], Form.LITERAL)


def _whole(text: str, name: str) -> None:
    """Refuses half a character, in a key as in a value: no output could print it."""
    if not text.isprintable() and any("\ud800" <= sign <= "\udfff" for sign in text):
        raise refused(
            "json-syntax",
            name,
            Text(
                "le fichier contient un caractère incomplet (demi-codet)",
                "the file holds half a character (a lone surrogate)",
            ),
        )


def _spot(text: str, offset: int) -> dict[str, int]:
    """Line and column of *offset*, from 1."""
    before = text.rfind("\n", 0, offset)
    return {"line": text.count("\n", 0, offset) + 1, "column": offset - before}


def _repeated(text: str) -> int:
    """
    Where a key stands for the second time in its object.

    Objects are known whole when their last brace is read, so this is the
    innermost, leftmost object that the parser refused.
    """
    open_objects: list[dict[str, int]] = []
    twice: list[int] = []
    at = _skip(text, 0)
    while at < len(text):
        mark = text[at]
        start, at = at, at + 1
        if mark == '"':
            label, at = scanstring(text, start + 1)
            if text[_skip(text, at) : _skip(text, at) + 1] == ":":
                count = open_objects[-1][label] = open_objects[-1].get(label, 0) + 1
                if count == 2:
                    twice[-1] = twice[-1] or start
        elif mark == "{":
            open_objects.append({})
            twice.append(0)
        elif mark == "}":
            open_objects.pop()
            if found := twice.pop():
                return found
    return 0


def _offset(text: str, path: Path) -> int:
    """Where the value (or its key) at *path* begins in well-formed JSON *text*."""
    at = _skip(text, 0)
    shown = at
    for step in path:
        if text[at] not in "{[":
            break
        found = _member(text, at, step)
        if found is None:
            break
        shown, at = found
    return shown


def _member(text: str, at: int, step: str | int) -> tuple[int, int] | None:
    """Offsets of key and value of one member of the object or list that begins at *at*."""
    closing = "}" if text[at] == "{" else "]"
    index = 0
    at = _skip(text, at + 1)
    while text[at] != closing:
        start = at
        label: str | int = index
        if closing == "}":
            label, at = scanstring(text, at + 1)
            at = _skip(text, _skip(text, at) + 1)
        if label == step:
            return start, at
        at = _skip(text, _end(text, at))
        if text[at] == ",":
            at = _skip(text, at + 1)
        index += 1
    return None


def _end(text: str, at: int) -> int:
    """The offset just past the value that begins at *at*."""
    depth = 0
    while True:
        mark = text[at]
        if mark == '"':
            at = scanstring(text, at + 1)[1]
        elif mark in "{[":
            depth, at = depth + 1, at + 1
        elif mark in "}]":
            depth, at = depth - 1, at + 1
        elif mark in ",: \t\n\r":
            at += 1
            continue
        else:
            found = _ATOM.match(text, at)
            at = found.end() if found else at + 1
        if depth == 0:
            return at


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
