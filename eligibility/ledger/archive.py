"""
A ledger in one file that needs no database: entries, rules, sealed facts, proof.

    manifest.json            what it is: origin, size, root
    entries.jsonl            every entry, a line each: the bytes that are hashed
    sealed.jsonl             the sealed facts (left out of a redacted archive)
    rules/<digest>/<path>    the files of each rulebook
"""

import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from eligibility.errors import Fault, LedgerError, Place
from eligibility.language import Text
from eligibility.ledger.canonical import canonical, parsed
from eligibility.ledger.core import Sealed
from eligibility.ledger.source import Claimed, Rules, Source, Stored
from eligibility.ledger.verification import Verification

__all__ = ["SCHEMA", "Archive", "is_archive", "write_archive"]

SCHEMA = "eligibility/archive@1"
MAX_FILE = 2 * 1024 * 1024
_DAMAGED = (KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError)
"""What the standard library says of a ZIP file, or a member of it, that is not whole."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def is_archive(where: str) -> bool:
    """Whether *where* names a ZIP file."""
    return "://" not in where and Path(where).is_file() and zipfile.is_zipfile(where)


def write_archive(source: Source, found: Verification, out: Path, *, redact: bool) -> None:
    """
    Writes the archive whole or not at all; *found* is the verification of *source*.

    Raises:
        LedgerError: the file exists, or cannot be written.
    """
    if out.exists():
        raise _refused(
            "file-exists",
            out,
            Text("ce fichier existe déjà", "this file already exists"),
            Text("choisissez un autre nom", "choose another name"),
        )
    manifest = {
        "schema": SCHEMA,
        "origin": found.origin,
        "size": found.size,
        "root": found.root.hex(),
        "redacted": redact,
    }
    try:
        with tempfile.NamedTemporaryFile(dir=out.parent, delete=False, suffix=".part") as file:
            try:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
                    _put(zipped, "manifest.json", canonical(manifest))
                    with zipped.open(_info("entries.jsonl"), "w") as lines:
                        for stored in source.stored():
                            lines.write(stored.data + b"\n")
                    if not redact:
                        with zipped.open(_info("sealed.jsonl"), "w") as lines:
                            for number, facts in source.sealed():
                                lines.write(_sealed_line(number, facts) + b"\n")
                    for name in source.digests():
                        rules = source.rules(name)
                        for path, content in (rules.files if rules else {}).items():
                            assert rules is not None
                            _put(zipped, f"rules/{name}/{rules.region}/{path}", content)
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        Path(file.name).replace(out)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _refused(
            "unwritable",
            out,
            Text(f"impossible d'écrire : {reason}", f"cannot write: {reason}"),
        ) from None


def _info(name: str) -> zipfile.ZipInfo:
    """The same bytes each time: no clock in the file."""
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _put(zipped: zipfile.ZipFile, name: str, data: bytes) -> None:
    zipped.writestr(_info(name), data)


def _sealed_line(number: int, facts: Mapping[str, Sealed]) -> bytes:
    return canonical(
        {
            "number": number,
            "facts": {
                name: {"salt": each.salt.hex(), "value": each.value} for name, each in facts.items()
            },
        }
    )


class Archive:
    """An archive read in place; bounded, and never unpacked on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._claimed: Claimed | None = None
        try:
            self.zipped = zipfile.ZipFile(path)
            raw = parsed(self._small("manifest.json"))
            if raw["schema"] == SCHEMA:
                self._claimed = Claimed(raw["origin"], raw["size"], raw["root"], raw["redacted"])
        except (*_DAMAGED, LedgerError, ValueError, TypeError):
            self._claimed = None
        if self._claimed is None:
            raise _refused(
                "not-an-archive",
                path,
                Text(
                    "ce fichier n'est pas une archive de registre", "this is no archive of a ledger"
                ),
                Text("`ledger export` en écrit une", "`ledger export` writes one"),
            )

    @property
    def name(self) -> str:
        """The path."""
        return str(self.path)

    def snapshot(self) -> AbstractContextManager[None]:
        """A file does not change under its reader."""
        return nullcontext()

    def claimed(self) -> Claimed | None:
        """What the manifest says."""
        return self._claimed

    def stored(self) -> Iterator[Stored]:
        """Every entry, in order."""
        for number, line in enumerate(self._lines("entries.jsonl")):
            yield Stored(number, line)

    def listed(self, equal: Mapping[str, str], since: str, until: str) -> Iterator[Stored]:
        """The entries whose columns are *equal*, recorded from *since* to before *until*."""
        for stored in self.stored():
            columns = stored.entry(self.name).columns
            if since <= columns["recorded_at"] < until and equal.items() <= columns.items():
                yield Stored(stored.number, stored.data, columns)

    def nodes(self) -> None:
        """An archive keeps no node: they follow from the entries."""
        return

    def rules(self, digest: str) -> Rules | None:
        """The files of a rulebook."""
        prefix = f"rules/{digest}/"
        files: dict[str, bytes] = {}
        region = ""
        for name in self.zipped.namelist():
            if name.startswith(prefix):
                region, _, path = name.removeprefix(prefix).partition("/")
                files[path] = self._small(name)
        return Rules(digest, region, dict(sorted(files.items()))) if files else None

    def digests(self) -> Iterator[str]:
        """Every rulebook that is there."""
        names = {n.split("/")[1] for n in self.zipped.namelist() if n.startswith("rules/")}
        yield from sorted(names)

    def loose_files(self) -> int:
        """An archive holds no file but those of its rulebooks."""
        return 0

    def sealed(self) -> Iterator[tuple[int, Mapping[str, Sealed]]]:
        """The sealed facts that are left, by entry, in order."""
        if "sealed.jsonl" not in self.zipped.namelist():
            return
        for line in self._lines("sealed.jsonl"):
            try:
                raw = json.loads(line)
                facts = {
                    name: Sealed(bytes.fromhex(each["salt"]), each["value"])
                    for name, each in raw["facts"].items()
                }
                yield int(raw["number"]), facts
            except (ValueError, KeyError, TypeError, AttributeError):
                raise _refused(
                    "not-an-archive",
                    self.path,
                    Text("`sealed.jsonl` est altéré", "`sealed.jsonl` is altered"),
                ) from None

    def _lines(self, name: str) -> Iterator[bytes]:
        try:
            with self.zipped.open(name) as file:
                while line := file.readline(MAX_FILE):
                    yield line.removesuffix(b"\n")
        except _DAMAGED:
            raise self._damaged(name) from None

    def _small(self, name: str) -> bytes:
        try:
            with self.zipped.open(name) as file:
                return file.read(MAX_FILE)
        except _DAMAGED:
            raise self._damaged(name) from None

    def _damaged(self, name: str) -> LedgerError:
        return _refused(
            "not-an-archive",
            self.path,
            Text(f"`{name}` est altéré ou manque", f"`{name}` is altered or missing"),
            Text("demandez l'archive à nouveau", "ask for the archive again"),
        )


def _refused(code: str, path: Path, message: Text, hint: Text | None = None) -> LedgerError:
    return LedgerError([Fault(code, Place(str(path)), message, hint)])
