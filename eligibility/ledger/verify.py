"""
What can be shown of a ledger from its own content, and against a checkpoint held elsewhere.

From its own content: every entry is whole, in its place, bound to all the
others by the tree, and its rules and sealed facts are those that it names. A
tail that was cut, or a ledger rewritten from start to end, is consistent in
itself: only a checkpoint or a proof that was kept outside shows it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from eligibility.language import Text
from eligibility.ledger import merkle
from eligibility.ledger.core import Sealed, sealed_digest, sealed_names
from eligibility.ledger.entry import BadEntryError, Entry, Kind
from eligibility.ledger.source import Claimed, Source, Stored
from eligibility.ledger.verification import Flaw, Verification
from eligibility.rulebook.versions import digest

__all__ = ["verify"]


def verify(source: Source) -> Verification:
    """Every flaw of *source*, as it is at one moment; it is read once, a part at a time."""
    with source.snapshot():
        return _verified(source)


def _verified(source: Source) -> Verification:
    found = Verification()
    known: dict[tuple[int, int], bytes] = {}
    rulebooks = {name: _region_of_whole(source, name) for name in source.digests()}
    wanted: dict[int, dict[str, str]] = {}
    erased: set[int] = set()
    decisions: dict[int, tuple[str, str, str]] = {}
    expected = 0
    for stored in source.stored():
        if stored.number != expected:
            _flaw(
                found,
                expected,
                f"l'entrée manque (la suivante porte le n° {stored.number})",
                f"the entry is missing (the next one bears number {stored.number})",
            )
        if stored.number < 0:
            stored = replace(stored, number=expected)  # noqa: PLW2901  # no number at all
        expected = max(stored.number, expected) + 1
        entry = _entry(found, stored)
        size = found.size
        for level, position, hash_ in merkle.grown(
            size, merkle.leaf_hash(stored.data), lambda *at: known[at]
        ):
            known[level, position] = hash_
        found.size = size + 1
        if entry is None:
            continue
        if entry.kind is Kind.DECISION:
            _decision(found, entry, rulebooks, wanted)
            core = entry.body["core"]
            print_ = hashlib.sha256(stored.data).hexdigest()
            decisions[entry.number] = (print_, core["dossier"], core["outcome"])
        elif entry.kind is Kind.RULING:
            _ruling(found, entry, decisions)
        elif entry.kind is Kind.ERASURE:
            erased.update(entry.body["erased"])
        elif entry.kind is Kind.SCREENING:
            _screening(found, entry, rulebooks)
    found.tree = lambda *at: known[at]
    found.root = merkle.root(found.size, found.tree)
    _nodes(found, source, known)
    claimed = source.claimed()
    if claimed is not None and claimed.redacted:
        erased |= wanted.keys()  # left out; what is there all the same must fit
    _sealed(found, source, wanted, erased)
    if claimed is not None:
        _claims(found, claimed)
    if not found.size:
        _flaw(found, 0, "l'entrée d'ouverture manque", "the opening entry is missing")
    if source.loose_files():
        _flaw(
            found,
            None,
            "des fichiers sont gardés que les règles ne nomment pas",
            "files are kept that no rules name",
        )
    for name, region in rulebooks.items():
        if region is None:
            _flaw(
                found,
                None,
                f"les fichiers des règles {name} ne sont plus ceux que nomme cette empreinte",
                f"the files of the rules {name} are not those that this digest names",
            )
    found.flaws.sort(key=lambda flaw: (flaw.number is None, flaw.number or 0))
    return found


def _flaw(found: Verification, number: int | None, fr: str, en: str) -> None:
    found.flaws.append(Flaw(number, Text(fr, en)))


def _entry(found: Verification, stored: Stored) -> Entry | None:
    try:
        entry = Entry.parse(stored.data)
    except BadEntryError as error:
        _flaw(
            found,
            stored.number,
            f"le contenu de l'entrée est altéré ({error.what.fr})",
            f"the content of the entry is altered ({error.what.en})",
        )
        return None
    if stored.number == 0 and entry.kind is Kind.OPENED:
        found.ledger = str(entry.body.get("ledger"))
    if entry.number != stored.number or entry.ledger != found.ledger:
        _flaw(
            found,
            stored.number,
            f"l'entrée n'est pas à sa place (elle porte le n° {entry.number})",
            f"the entry is not in its place (it bears number {entry.number})",
        )
    for name, value in entry.columns.items():
        if stored.columns is not None and stored.columns.get(name) != value:
            _flaw(
                found,
                stored.number,
                f"la colonne `{name}` n'est pas celle de l'entrée",
                f"the column `{name}` is not that of the entry",
            )
    return entry


def _decision(
    found: Verification,
    entry: Entry,
    rulebooks: Mapping[str, str | None],
    wanted: dict[int, dict[str, str]],
) -> None:
    core: Mapping[str, Any] = entry.body["core"]
    _rules_there(found, entry, rulebooks)
    sealed = sealed_names(core)
    if sealed:
        wanted[entry.number] = sealed


def _screening(found: Verification, entry: Entry, rulebooks: Mapping[str, str | None]) -> None:
    """A screening names rules that are there, and the officer of its entry."""
    _rules_there(found, entry, rulebooks)
    if entry.body["by"] != entry.officer:
        _flaw(
            found,
            entry.number,
            "l'agent que nomme le criblage n'est pas celui de l'entrée",
            "the officer whom the screening names is not that of the entry",
        )


def _rules_there(found: Verification, entry: Entry, rulebooks: Mapping[str, str | None]) -> None:
    """The rules that an entry names are kept, and as those of the region that it names."""
    for rules in entry.rulebooks:
        name = rules["digest"]
        if name not in rulebooks:
            _flaw(
                found,
                entry.number,
                f"les règles {name} ne sont pas dans le registre",
                f"the rules {name} are not in the ledger",
            )
        elif rulebooks[name] not in (None, rules["region"]):
            _flaw(
                found,
                entry.number,
                "ses règles ne sont plus celles de cette région",
                "its rules are not those of that region any more",
            )


def _ruling(
    found: Verification, entry: Entry, decisions: Mapping[int, tuple[str, str, str]]
) -> None:
    """A ruling is bound to the very bytes of the decision that it is about."""
    body = entry.body
    if decisions.get(body["about"]) != (body["decision"], body["dossier"], body["outcome"]):
        _flaw(
            found,
            entry.number,
            f"la conclusion n° {body['about']} n'est pas celle que cet acte a suivie ou écartée",
            f"decision {body['about']} is not the one that this ruling was about",
        )


def _claims(found: Verification, claimed: Claimed) -> None:
    """An archive must hold what its manifest says."""
    for wrong, fr, en in (
        (claimed.origin != found.origin, "l'origine", "the origin"),
        (claimed.size != found.size, "le nombre d'entrées", "the number of entries"),
        (claimed.root != found.root.hex(), "la racine", "the root"),
    ):
        if wrong:
            _flaw(
                found,
                None,
                f"{fr} n'est pas ce que dit le manifeste de l'archive",
                f"{en} is not what the archive's manifest says",
            )


def _region_of_whole(source: Source, name: str) -> str | None:
    """The region of a rulebook whose files are those that its digest names; None for another."""
    rules = source.rules(name)
    if rules is None or name != digest(
        (path, hashlib.sha256(content).hexdigest()) for path, content in rules.files.items()
    ):
        return None
    return rules.region


def _nodes(found: Verification, source: Source, known: Mapping[tuple[int, int], bytes]) -> None:
    """The nodes that are kept must be those that the entries make."""
    kept = source.nodes()
    if kept is None:
        return
    there = set()
    wrong: set[tuple[int, int]] = set()
    for level, position, hash_ in kept:
        there.add((level, position))
        if known.get((level, position)) != hash_:
            wrong.add((level, position))
    wrong |= known.keys() - there
    # What is wrong below makes what is above it wrong too.
    first = {
        position << level if level >= 0 and position >= 0 else None
        for level, position in wrong
        if not {(level - 1, 2 * position), (level - 1, 2 * position + 1)} & wrong
    }
    for number in first:
        _flaw(
            found,
            number,
            "l'empreinte gardée n'est pas celle du contenu",
            "the hash that is kept is not that of the content",
        )


def _sealed(
    found: Verification,
    source: Source,
    wanted: Mapping[int, Mapping[str, str]],
    erased: set[int],
) -> None:
    """What is sealed must be there and fit, or be erased by an entry that says so."""
    there: set[int] = set()
    for number, facts in source.sealed():
        there.add(number)
        for flaw in _misfits(number, facts, wanted.get(number, {})):
            found.flaws.append(flaw if number >= 0 else Flaw(None, flaw.what))
        found.sealed += len(facts)
    for number in wanted:
        if number in there:
            continue
        if number in erased:
            found.erased += 1
        else:
            _flaw(
                found,
                number,
                "ses données scellées manquent, et aucune entrée ne les dit effacées",
                "its sealed facts are missing, and no entry says that they were erased",
            )


def _misfits(number: int, facts: Mapping[str, Sealed], wanted: Mapping[str, str]) -> Iterator[Flaw]:
    for name in sorted({*facts, *wanted}):
        there, digest_ = facts.get(name), wanted.get(name)
        if there is None or digest_ is None or sealed_digest(name, there) != digest_:
            yield Flaw(
                number,
                Text(
                    f"la donnée scellée `{name}` n'est pas celle de l'entrée",
                    f"the sealed fact `{name}` is not that of the entry",
                ),
            )
