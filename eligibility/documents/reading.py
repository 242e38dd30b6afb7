"""Bytes from a file or a pipe, bounded and decoded, then parsed by their kind."""

from pathlib import Path

from eligibility.documents.document import Document, refused
from eligibility.errors import InputError
from eligibility.language import Text

__all__ = ["MAX_BYTES", "read_bytes", "read_document", "read_path", "too_large", "unreadable"]

MAX_BYTES = 2 * 1024 * 1024
"""Largest dossier or rule file: a real one is a few kilobytes."""


def read_path(path: Path, *, shown: str | None = None, limit: int = MAX_BYTES) -> bytes:
    """
    The bytes of a regular file, *limit* at most.

    Raises:
        InputError: no such file, a folder, not allowed, too large.
    """
    name = shown or str(path)
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise unreadable(name, error) from None
    except ValueError:
        raise refused(
            "missing-file",
            name.replace("\0", "?"),
            Text("ce n'est pas un nom de fichier", "this is not a file name"),
        ) from None
    if len(data) > limit:
        raise too_large(name, limit)
    return data


def too_large(name: str, limit: int = MAX_BYTES) -> InputError:
    """The error for a file beyond *limit* bytes."""
    return refused(
        "too-large",
        name,
        Text(
            f"le fichier dépasse {limit // 1024} Kio",
            f"the file is larger than {limit // 1024} KiB",
        ),
        Text("un dossier par fichier", "one dossier in each file"),
    )


def unreadable(name: str, error: OSError) -> InputError:
    """The error for a file that the system does not give."""
    if isinstance(error, FileNotFoundError):
        return refused("missing-file", name, Text("fichier introuvable", "no such file"))
    if isinstance(error, IsADirectoryError):
        return refused(
            "is-a-folder",
            name,
            Text("c'est un dossier du disque, pas un fichier", "this is a folder, not a file"),
            Text(f"nommez ses fichiers : {name}/*.yaml", f"name its files: {name}/*.yaml"),
        )
    if isinstance(error, PermissionError):
        return refused(
            "unreadable-file",
            name,
            Text(
                "le fichier ne peut être lu : accès refusé",
                "the file cannot be read: access denied",
            ),
        )
    reason = error.strerror or type(error).__name__
    return refused(
        "unreadable-file",
        name,
        Text(f"le fichier ne peut être lu : {reason}", f"the file cannot be read: {reason}"),
    )


def read_bytes(data: bytes, name: str) -> Document:
    """
    The document in *data*: JSON when the name or the first signs say so, else YAML.

    Raises:
        InputError: not UTF-8, or not well-formed (see the two parsers).
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refused(
            "not-utf8",
            name,
            Text("le fichier n'est pas du texte en UTF-8", "the file is not text encoded in UTF-8"),
            Text(
                "enregistrez-le à nouveau en choisissant l'encodage UTF-8",
                "save it again and choose the encoding UTF-8",
            ),
            line=line,
            column=error.start - data.rfind(b"\n", 0, error.start),
        ) from None
    if name.endswith(".json") or _looks_like_json(text):
        from eligibility.documents.strict_json import parse_json

        return parse_json(text, name)
    from eligibility.documents.strict_yaml import parse_yaml

    return parse_yaml(text, name)


def _looks_like_json(text: str) -> bool:
    head = text.lstrip(" \t\r\n")
    return head.startswith("{") and head[1:].lstrip(" \t\r\n")[:1] in ('"', "}")


def read_document(path: Path, *, shown: str | None = None) -> Document:
    """The document in a file; see `read_path` and `read_bytes` for what is refused."""
    name = shown or str(path)
    return read_bytes(read_path(path, shown=shown), name)
