"""
Three truths, four statuses.

A condition is True, False or None (unknown), in Kleene's strong logic. The
table of statuses is section 2 of the contract.
"""

from enum import StrEnum

__all__ = ["Status", "Truth", "status"]

Truth = bool | None
"""True, False, or None where the known facts do not decide."""


class Status(StrEnum):
    """What is found for one clause."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


def status(applies: Truth, holds: Truth) -> Status:
    """The status of a clause whose guard and requirement have these truths."""
    if applies is False:
        return Status.NOT_APPLICABLE
    if holds is True:
        return Status.MET
    if applies is True and holds is False:
        return Status.NOT_MET
    return Status.UNKNOWN
