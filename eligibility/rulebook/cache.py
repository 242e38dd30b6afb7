"""
Compiled rules kept in the user's cache folder, found by what they were made from.

The name of a file holds the digest of the rules and of this package's code,
so a change of either is never answered with an old compilation. A damaged
file is as good as none. `ELIGIBILITY_CACHE` names another folder; empty = no
cache.
"""

import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path

from eligibility.rulebook.codec import decode, encode
from eligibility.rulebook.model import Region

__all__ = ["fetch", "folder", "keep_text", "store", "text"]

_CODE = ("language.py", "errors.py", "quantities.py", "documents", "facts", "logic", "rulebook")
_LOWERING = (*_CODE, "engines", "screening")
_KEPT = 8


def folder() -> Path | None:
    """Where compiled rules are kept; None where they are not."""
    named = os.environ.get("ELIGIBILITY_CACHE")
    if named is not None:
        return Path(named) if named else None
    from platformdirs import user_cache_path

    return user_cache_path("eligibility", appauthor=False)


def fetch(prints: tuple[tuple[str, str], ...], place: str = "") -> Region | None:
    """The region compiled from files with these fingerprints; None when it must be compiled."""
    body = _read("rules", [place, prints, _code(_CODE)])
    if body is None:
        return None
    try:
        region = decode(json.loads(body))
    except (ValueError, TypeError, KeyError, IndexError):
        return None
    return region if isinstance(region, Region) else None


def store(prints: tuple[tuple[str, str], ...], region: Region, place: str = "") -> None:
    """Keeps *region* for the next start; a folder that cannot be written is no error."""
    body = json.dumps(encode(region), separators=(",", ":"), ensure_ascii=False)
    _write("rules", [place, prints, _code(_CODE)], body.encode())


def text(key: str) -> str | None:
    """What was kept under *key* by the code of today; None when it must be made."""
    body = _read("sql", [key, _code(_LOWERING)])
    return None if body is None else body.decode()


def keep_text(key: str, content: str) -> None:
    """Keeps *content* for the next start; a folder that cannot be written is no error."""
    _write("sql", [key, _code(_LOWERING)], content.encode())


def _read(kind: str, made_from: list[object]) -> bytes | None:
    where = folder()
    if where is None:
        return None
    try:
        check, _, body = (where / _name(kind, made_from)).read_bytes().partition(b"\n")
    except OSError:
        return None
    return body if hashlib.sha256(body).hexdigest().encode() == check else None


def _write(kind: str, made_from: list[object], body: bytes) -> None:
    where = folder()
    if where is None:
        return
    try:
        where.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=where, delete=False, suffix=".part") as file:
            file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        os.replace(file.name, where / _name(kind, made_from))
        old = sorted(where.glob(f"{kind}-*.json"), key=lambda path: path.stat().st_mtime)
        for path in old[:-_KEPT]:
            path.unlink(missing_ok=True)
    except OSError:
        return


def _name(kind: str, made_from: list[object]) -> str:
    content = json.dumps([*made_from, sys.version_info[:2]])
    return f"{kind}-{hashlib.sha256(content.encode()).hexdigest()[:32]}.json"


def _code(names: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """Name, size and time of every module that shapes what is kept."""
    root = Path(__file__).parent.parent
    files = []
    for name in names:
        path = root / name
        files += sorted(path.glob("*.py")) if path.is_dir() else [path]
    stats = [(path.name, path.stat()) for path in files]
    return [(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats]
