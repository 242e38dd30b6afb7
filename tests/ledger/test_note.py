"""A checkpoint is a C2SP signed note: what others signed is read, what was changed is refused."""

import base64
import hashlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.ledger.note import (
    BadNoteError,
    Checkpoint,
    SigningKey,
    VerifyingKey,
    read_note,
    signed,
)

# From golang.org/x/mod/sumdb/note: a published pair of keys, a text and its signature.
GO_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_MARK = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)
# Checkpoints that Go's checksum database published.
SUM_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
SUM_NOTES = [
    (
        6476701,
        "mb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=",
        "Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=",
    ),
    (
        28891140,
        "++pUIeKTwGvykMUkmM3AT97PwQipMT6H/p7t86E0Sp0=",
        "Az3grqNvOILDz7xwAKugtVFZwd+I9IyB/mHrUYzcVaS9zKsRVdRLNGLFpnAcLhyoBBkdIYEzK/+7Eu4wanYttLrPsQo=",
    ),
    (
        65209736,
        "5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo=",
        "Az3grnbssgK7ubgFX36gVETtNv0U23qxyAhAMai2QUfeGa3nB/akvkMdlUErfcZz7l/R3cVtYspg3dxXABkGZZKdsQ8=",
    ),
]
KEY = SigningKey("eligibility.example/test", bytes(range(32)))
POINT = Checkpoint("eligibility-ledger/0123456789abcdef", 4242, hashlib.sha256(b"root").digest())
NOTE = signed(POINT, KEY)
TEXT, MARKS = NOTE.split("\n\n")


@pytest.mark.parametrize(("size", "root", "mark"), SUM_NOTES)
def test_a_checkpoint_of_the_go_checksum_database_verifies(size: int, root: str, mark: str) -> None:
    key = VerifyingKey.parse(SUM_KEY)
    note = f"go.sum database tree\n{size}\n{root}\n\n— sum.golang.org {mark}\n"
    point = Checkpoint("go.sum database tree", size, base64.b64decode(root))
    assert read_note(note, key) == (point, True)
    assert read_note(note.replace(str(size), str(size + 1)), key)[1] is False
    assert read_note(note, KEY.verifier) == (point, False)


def test_the_published_key_signs_as_go_does() -> None:
    key = SigningKey.parse(GO_SECRET)
    assert str(key.verifier) == GO_PUBLIC
    assert base64.b64encode(key.verifier.id + key.sign(GO_TEXT)).decode() == GO_MARK
    assert VerifyingKey.parse(GO_PUBLIC).verifies(GO_TEXT, base64.b64decode(GO_MARK)[4:])


def test_the_key_id_is_the_one_of_the_specification() -> None:
    public = KEY.verifier.public
    assert KEY.verifier.id == hashlib.sha256(KEY.name.encode() + b"\n\x01" + public).digest()[:4]


def test_a_note_has_the_form_of_the_specification() -> None:
    root = base64.b64encode(POINT.root).decode()
    head, mark = NOTE.removesuffix("\n").rsplit(" ", 1)
    assert head == f"{POINT.origin}\n4242\n{root}\n\n— {KEY.name}"
    assert base64.b64decode(mark)[:4] == KEY.verifier.id
    assert len(base64.b64decode(mark)) == 4 + 64


@given(
    st.text("abcdefghij0123456789/-._é", min_size=1, max_size=60),
    st.integers(0, 10**17),
    st.binary(min_size=32, max_size=32),
    st.binary(min_size=32, max_size=32),
)
def test_what_is_signed_is_read_again(origin: str, size: int, root: bytes, seed: bytes) -> None:
    key = SigningKey("régie/clé", seed)
    point = Checkpoint(origin, size, root)
    assert read_note(signed(point, key), key.verifier) == (point, True)
    assert read_note(signed(point, key), None) == (point, None)


def passes(note: bytes) -> bool:
    """Whether it is read, and found signed by our key."""
    try:
        return read_note(note.decode(), KEY.verifier)[1] is not False
    except (BadNoteError, UnicodeDecodeError):
        return False


def changed(note: bytes, start: int, end: int) -> Iterator[bytes]:
    """Every other byte from *start* to before *end*, and every byte left out or doubled."""
    for at in range(start, end):
        for other in {*range(256)} - {note[at]}:
            yield note[:at] + bytes([other]) + note[at + 1 :]
        yield note[:at] + note[at + 1 :]
        yield note[: at + 1] + note[at:]


def accepted(start: int, end: int) -> list[bytes]:
    note = NOTE.encode()
    return [each for each in changed(note, start, end) if each != note and passes(each)]


def test_no_changed_byte_of_what_was_signed_passes() -> None:
    assert passes(NOTE.encode())
    assert accepted(0, len(TEXT.encode()) + 2) == []


def test_no_changed_byte_of_the_signature_passes() -> None:
    assert accepted(len(TEXT.encode()) + 2, len(NOTE.encode())) == []


def test_the_note_of_another_key_is_not_taken_for_ours() -> None:
    other = SigningKey.fresh(KEY.name)
    assert read_note(signed(POINT, other), KEY.verifier) == (POINT, False)
    forged = NOTE.replace(KEY.verifier.id.hex(), other.verifier.id.hex())
    assert read_note(forged, other.verifier)[1] is False


def test_the_key_id_of_ours_on_the_signature_of_another_is_refused() -> None:
    other = SigningKey.fresh(KEY.name)
    mark = base64.b64encode(KEY.verifier.id + other.sign(POINT.text)).decode()
    assert read_note(f"{POINT.text}\n— {KEY.name} {mark}\n", KEY.verifier) == (POINT, False)


def test_a_signature_is_found_among_those_of_others() -> None:
    witness = signed(POINT, SigningKey.fresh("witness.example")).split("\n\n")[1]
    for note in (f"{TEXT}\n\n{witness}{MARKS}", f"{TEXT}\n\n{MARKS}{witness}"):
        assert read_note(note, KEY.verifier) == (POINT, True)
    assert read_note(f"{TEXT}\n\n{witness}", KEY.verifier) == (POINT, False)


def test_lines_that_extend_a_checkpoint_are_signed_with_it() -> None:
    text = f"{POINT.text}more 1\nmore 2\n"
    mark = base64.b64encode(KEY.verifier.id + KEY.sign(text)).decode()
    note = f"{text}\n— {KEY.name} {mark}\n"
    assert read_note(note, KEY.verifier) == (POINT, True)
    assert read_note(note.replace("more 2", "more 3"), KEY.verifier) == (POINT, False)
    assert read_note(note.replace("more 2\n", ""), KEY.verifier) == (POINT, False)


ROOT = base64.b64encode(POINT.root).decode()


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        "\n\n",
        TEXT,
        f"{TEXT}\n{MARKS}",
        f"\n4242\n{ROOT}\n\n{MARKS}",
        f"origin\n{ROOT}\n\n{MARKS}",
        f"origin\n-1\n{ROOT}\n\n{MARKS}",
        f"origin\n+1\n{ROOT}\n\n{MARKS}",
        f"origin\n042\n{ROOT}\n\n{MARKS}",
        f"origin\n1_000\n{ROOT}\n\n{MARKS}",
        f"origin\n 1\n{ROOT}\n\n{MARKS}",
        f"origin\n٤٢\n{ROOT}\n\n{MARKS}",
        f"origin\n1.0\n{ROOT}\n\n{MARKS}",
        f"origin\n{'9' * 5000}\n{ROOT}\n\n{MARKS}",
        f"origin\n1\n{ROOT[:-4]}\n\n{MARKS}",
        f"origin\n1\n{ROOT}AAAA\n\n{MARKS}",
        f"origin\n1\n {ROOT}\n\n{MARKS}",
        f"origin\n1\n{POINT.root.hex()}\n\n{MARKS}",
        f"origin\n1\né{ROOT[1:]}\n\n{MARKS}",
        f"origin\r\n1\r\n{ROOT}\r\n\r\n{MARKS}",
    ],
)
@pytest.mark.parametrize("key", [None, KEY.verifier], ids=["no key", "key"])
def test_what_is_no_checkpoint_is_refused(note: str, key: VerifyingKey | None) -> None:
    with pytest.raises(BadNoteError):
        read_note(note, key)


def test_a_note_that_nobody_signed_never_passes() -> None:
    for note in (f"{TEXT}\n\n", f"{TEXT}\n\nsigned: A. Martin\n", f"{TEXT}\n\n— {KEY.name}\n"):
        assert not passes(note.encode())


def test_keys_are_read_as_they_are_written() -> None:
    key = SigningKey.fresh("conseil-regional.example/aides")
    assert SigningKey.parse(key.text) == key
    assert VerifyingKey.parse(str(key.verifier)) == key.verifier
    assert VerifyingKey.parse(f" {key.verifier}\n") == key.verifier


def with_id(name: str, data: bytes) -> str:
    """A key whose number fits, whatever else is wrong with it."""
    number = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4].hex()
    return f"{name}+{number}+{base64.b64encode(data).decode()}"


PUBLIC = KEY.verifier.public


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a+b",
        "a+b+c",
        "++",
        str(KEY.verifier)[:-1],
        str(KEY.verifier)[1:],
        str(KEY.verifier) + "A",
        str(KEY.verifier).replace("+", "-"),
        with_id(KEY.name, b"\x02" + PUBLIC),
        with_id(KEY.name, b"\x01" + PUBLIC[:-1]),
        with_id(KEY.name, b"\x01" + PUBLIC + b"\x00"),
        with_id("", b"\x01" + PUBLIC),
        with_id("two words", b"\x01" + PUBLIC),
        with_id("no\u2003break", b"\x01" + PUBLIC),
        GO_SECRET,
    ],
)
def test_a_malformed_public_key_is_refused(text: str) -> None:
    with pytest.raises(BadNoteError):
        VerifyingKey.parse(text)


def secret_with(name: str, seed: bytes, algorithm: bytes = b"\x01") -> str:
    """A private key whose number fits, whatever else is wrong with it."""
    number = SigningKey(name, (seed + bytes(32))[:32]).verifier.id.hex()
    return f"PRIVATE+KEY+{name}+{number}+{base64.b64encode(algorithm + seed).decode()}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        GO_PUBLIC,
        GO_SECRET[:-1],
        GO_SECRET.replace("PRIVATE", "private"),
        GO_SECRET.replace("c74f20a3", "c74f20a4"),
        GO_SECRET.replace("Neumann", "Newman"),
        secret_with("key", bytes(32), b"\x02"),
        secret_with("key", bytes(31)),
        secret_with("key", bytes(33)),
        secret_with("", bytes(32)),
        secret_with("two words", bytes(32)),
    ],
)
def test_a_malformed_private_key_is_refused(text: str) -> None:
    with pytest.raises(BadNoteError):
        SigningKey.parse(text)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nbreak", "x" * 101])
def test_no_key_is_made_of_a_name_that_cannot_be_written(name: str) -> None:
    with pytest.raises(BadNoteError):
        SigningKey.fresh(name)


def test_a_private_key_is_not_shown_by_accident() -> None:
    key = SigningKey.fresh("secret")
    shown = f"{key!r} {key}"
    assert key.text.split("+")[-1].strip() not in shown
    assert key.seed.hex() not in shown
    assert repr(key.seed) not in shown


@given(st.binary(max_size=80))
def test_a_signature_of_any_length_is_only_false(signature: bytes) -> None:
    assert not KEY.verifier.verifies(POINT.text, signature)


@given(st.binary(min_size=32, max_size=32))
def test_any_32_bytes_are_a_key_that_verifies_nothing(public: bytes) -> None:
    key = VerifyingKey.parse(str(VerifyingKey(KEY.name, public)))
    assert not key.verifies(POINT.text, KEY.sign(POINT.text))
