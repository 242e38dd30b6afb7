"""
Acts made ready for the ledger: decisions, rulings, erasures.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from eligibility.decisions import Decision, Outcome
from eligibility.errors import Fault, LedgerError
from eligibility.language import Text
from eligibility.ledger import core as cores
from eligibility.ledger.canonical import unwritable
from eligibility.ledger.core import Recorded, core
from eligibility.ledger.entry import Draft, Entry, Kind, Ruling
from eligibility.ledger.labels import OUTCOMES, RULINGS
from eligibility.ledger.source import Act, Rules
from eligibility.rulebook import Rulebook
from eligibility.rulebook.region import rule_files

__all__ = ["decision_act", "erasure_act", "fresh_salt", "rules_of", "ruling_act", "versions"]

_FOLLOWS = {
    (Outcome.ELIGIBLE, Ruling.AWARD),
    (Outcome.INELIGIBLE, Ruling.REJECT),
    (Outcome.INCOMPLETE, Ruling.REQUEST),
}


def fresh_salt(_: str) -> bytes:
    """A new secret for a sealed fact."""
    return secrets.token_bytes(16)


def decision_act(decision: Decision, folder: Path, officer: str | None) -> Act:
    """
    The act of recording *decision*, concluded under the rules that lie in *folder*.

    Raises:
        LedgerError: a fact cannot be written down as it is.
    """
    try:
        recorded: Recorded = core(decision, fresh_salt)
    except ValueError:
        raise unwritable() from None
    rulebook = decision.program.rulebook
    return Act(
        Draft(Kind.DECISION, {"core": recorded.core}, officer, versions()),
        recorded.sealed,
        {rulebook.digest: lambda: rules_of(rulebook, folder)},
    )


def rules_of(rulebook: Rulebook, folder: Path) -> Rules:
    """
    The files of *rulebook*, read from *folder*.

    Raises:
        LedgerError: a file there is no longer the one that was compiled.
    """
    there = rule_files(folder)
    for name, print_ in rulebook.files:
        if hashlib.sha256(there.get(name, b"")).hexdigest() != print_:
            raise LedgerError(
                [
                    Fault(
                        "rules-changed",
                        None,
                        Text(
                            f"`{name}` a changé pendant le contrôle",
                            f"`{name}` changed during the check",
                        ),
                        Text(
                            "rien n'a été enregistré ; recommencez",
                            "nothing was recorded; try again",
                        ),
                    )
                ]
            )
    return Rules(
        rulebook.digest, rulebook.region.name, {name: there[name] for name, _ in rulebook.files}
    )


def ruling_act(about: Entry, ruling: Ruling, officer: str, motive: str | None) -> Act:
    """
    The officer's own act on a recorded decision, which it follows or departs from.

    Raises:
        LedgerError: the entry is no decision, no officer is named, or a
            departure or a refusal has no motive.
    """
    if about.kind is Kind.SCREENING:
        raise _refused(
            "not-a-decision",
            f"l'entrée n° {about.number} est le criblage d'un tableau, pas la conclusion sur un dossier",
            f"entry {about.number} is the screening of a table, not the conclusion on a dossier",
            Text(
                "enregistrez la conclusion sur ce dossier : `eligibility check DOSSIER --record`",
                "record the conclusion on that dossier: `eligibility check DOSSIER --record`",
            ),
        )
    if about.kind is not Kind.DECISION:
        raise _refused(
            "not-a-decision",
            f"l'entrée n° {about.number} n'est pas une conclusion de l'outil",
            f"entry {about.number} is not a conclusion of the tool",
            Text("`ledger log` les liste", "`ledger log` lists them"),
        )
    if not officer.strip():
        raise _refused(
            "no-officer",
            "l'acte doit nommer l'agent",
            "the act must name the officer",
            Text("ajoutez --officer", "add --officer"),
        )
    outcome = Outcome(about.body["core"]["outcome"])
    follows = None if ruling is Ruling.WITHDRAW else (outcome, ruling) in _FOLLOWS
    if not (motive or "").strip() and (follows is False or ruling is Ruling.REJECT):
        raise _refused(
            "no-motive",
            f"« {RULINGS[ruling].fr} » sur une conclusion « {OUTCOMES[outcome].fr} » demande un motif",
            f"“{RULINGS[ruling].en}” on a conclusion “{OUTCOMES[outcome].en}” needs a motive",
            Text("ajoutez --motive", "add --motive"),
        )
    body = {
        "about": about.number,
        "decision": hashlib.sha256(about.data).hexdigest(),
        "dossier": about.body["core"]["dossier"],
        "outcome": outcome.value,
        "ruling": ruling.value,
        "follows": follows,
        "motive": (motive or "").strip() or None,
    }
    return Act(Draft(Kind.RULING, body, officer.strip(), versions()))


def erasure_act(numbers: Sequence[int], officer: str, motive: str) -> Act:
    """The act of erasing the sealed facts of the entries *numbers*."""
    body = {"erased": list(numbers), "motive": motive.strip()}
    return Act(Draft(Kind.ERASURE, body, officer.strip(), versions()))


def versions() -> Mapping[str, str]:
    """What wrote an entry: recorded, never compared."""
    return {"eligibility": version("eligibility"), "core": cores.SCHEMA}


def _refused(code: str, fr: str, en: str, hint: Text) -> LedgerError:
    return LedgerError([Fault(code, None, Text(fr, en), hint)])
