"""
Checkpoints: how many entries a ledger holds and their root, signed.

A checkpoint is a C2SP signed note (c2sp.org/signed-note, tlog-checkpoint) with
an Ed25519 signature. Published or kept elsewhere, it shows later that nothing
before it was changed or cut.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

__all__ = ["BadNoteError", "Checkpoint", "SigningKey", "VerifyingKey", "read_note", "signed"]

_ED25519 = b"\x01"
_NAME = re.compile(r"[^\s+]{1,100}")


class BadNoteError(Exception):
    """A note or a key that has not the form it should have."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a ledger: its origin, how many entries, the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A name and an Ed25519 public key: `name+hash+key`."""

    name: str
    public: bytes

    @classmethod
    def parse(cls, text: str) -> "VerifyingKey":
        """The key written as `name+hash+key`; raises BadNoteError for anything else."""
        parts = text.strip().split("+", 2)
        data = _decoded(parts[2]) if len(parts) == 3 else b""
        if data[:1] != _ED25519 or len(data) != 33 or not _NAME.fullmatch(parts[0]):
            raise BadNoteError
        found = cls(parts[0], data[1:])
        if found.id.hex() != parts[1]:
            raise BadNoteError
        return found

    def __str__(self) -> str:
        key = base64.b64encode(_ED25519 + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{key}"

    @property
    def id(self) -> bytes:
        """Four bytes that tell which key signed."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def verifies(self, text: str, signature: bytes) -> bool:
        """Whether this key made *signature* over *text*."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A name and an Ed25519 private key, in 32 bytes; never printed."""

    name: str
    seed: bytes = field(repr=False)

    @classmethod
    def fresh(cls, name: str) -> "SigningKey":
        """A new key; raises BadNoteError for a name with spaces or `+`."""
        if not _NAME.fullmatch(name):
            raise BadNoteError
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> "SigningKey":
        """The key written as `PRIVATE+KEY+name+hash+key`; raises BadNoteError for anything else."""
        parts = text.strip().split("+", 4)
        data = _decoded(parts[4]) if len(parts) == 5 else b""
        if parts[:2] != ["PRIVATE", "KEY"] or data[:1] != _ED25519 or len(data) != 33:
            raise BadNoteError
        if not _NAME.fullmatch(parts[2]):
            raise BadNoteError
        found = cls(parts[2], data[1:])
        if found.verifier.id.hex() != parts[3]:
            raise BadNoteError
        return found

    @property
    def text(self) -> str:
        """The key as its file holds it."""
        key = base64.b64encode(_ED25519 + self.seed).decode()
        return f"PRIVATE+KEY+{self.name}+{self.verifier.id.hex()}+{key}\n"

    @property
    def verifier(self) -> VerifyingKey:
        """The public half, to be handed out."""
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        return VerifyingKey(self.name, private.public_key().public_bytes_raw())

    def sign(self, text: str) -> bytes:
        """The signature over *text*."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())


def signed(checkpoint: Checkpoint, key: SigningKey) -> str:
    """The signed note as the text of a file."""
    mark = base64.b64encode(key.verifier.id + key.sign(checkpoint.text)).decode()
    return f"{checkpoint.text}\n\N{EM DASH} {key.name} {mark}\n"


def read_note(note: str, key: VerifyingKey | None) -> tuple[Checkpoint, bool | None]:
    """
    The checkpoint of a note, and whether *key* signed it (None: no key was given).

    Raises:
        BadNoteError: not a checkpoint.
    """
    body, found, marks = note.rpartition("\n\n")
    lines = body.split("\n")
    signatures = marks.split("\n")
    if not found or len(lines) < 3 or signatures.pop() or not signatures:
        raise BadNoteError
    if not re.fullmatch(r"0|[1-9]\d{0,17}", lines[1], re.ASCII) or not lines[0].isprintable():
        raise BadNoteError
    root = _decoded(lines[2])
    if len(root) != 32 or not lines[0]:
        raise BadNoteError
    checkpoint = Checkpoint(lines[0], int(lines[1]), root)
    signed = False
    for line in signatures:
        dash, name, mark = (*line.split(" "), "", "", "")[:3]
        data = _decoded(mark)
        if dash != "\N{EM DASH}" or line.count(" ") != 2 or not name or len(data) < 5:
            raise BadNoteError
        if key is not None and name == key.name and data[:4] == key.id:
            signed = signed or key.verifies(f"{body}\n", data[4:])
    return checkpoint, None if key is None else signed


def _decoded(text: str) -> bytes:
    """The bytes of *text*; none where it is not base64 as an encoder writes it."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return data if base64.b64encode(data).decode() == text else b""
