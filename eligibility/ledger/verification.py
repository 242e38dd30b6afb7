"""
What was found in a ledger: every flaw, its root, and whether it extends a checkpoint.
"""

from dataclasses import dataclass, field

from eligibility.language import Text
from eligibility.ledger import merkle
from eligibility.ledger.note import Checkpoint

__all__ = ["Flaw", "Verification", "extends"]


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong, and at which entry (None: not of one entry)."""

    number: int | None
    what: Text


@dataclass
class Verification:
    """What was checked, and every flaw in order of entry."""

    ledger: str = ""
    size: int = 0
    root: bytes = merkle.EMPTY_ROOT
    flaws: list[Flaw] = field(default_factory=list)
    erased: int = 0  # decisions of which sealed facts were erased
    sealed: int = 0  # sealed facts that are there and fit
    tree: merkle.Node | None = None

    @property
    def passed(self) -> bool:
        """True where nothing is wrong."""
        return not self.flaws

    @property
    def origin(self) -> str:
        """What checkpoints of this ledger are named after."""
        return f"eligibility-ledger/{self.ledger}"


def extends(found: Verification, checkpoint: Checkpoint) -> Text | None:
    """What shows that *found* does not extend *checkpoint*; None where it does."""
    if checkpoint.origin != found.origin:
        return Text(
            f"ce point de contrôle est d'un autre registre ({checkpoint.origin})",
            f"this checkpoint is of another ledger ({checkpoint.origin})",
        )
    if checkpoint.size > found.size:
        return Text(
            f"le registre a été coupé : {found.size} entrées, quand le point de contrôle en compte "
            f"{checkpoint.size}",
            f"the ledger was cut: {found.size} entries, where the checkpoint counts "
            f"{checkpoint.size}",
        )
    assert found.tree is not None
    if merkle.root(checkpoint.size, found.tree) != checkpoint.root:
        return Text(
            f"les {checkpoint.size} premières entrées ne sont plus celles du point de contrôle",
            f"the first {checkpoint.size} entries are not those of the checkpoint",
        )
    return None
