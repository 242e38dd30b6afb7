"""
The form of a coverage file: what became of each sentence that was found in a document.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from eligibility.rulebook.shape_base import Bilingual, ClauseName, Shape, Slug, Whole

__all__ = ["CoverageFile", "EntryShape"]

EntryName = Annotated[str, StringConstraints(pattern=r"^P\d+-[A-Za-z0-9][A-Za-z0-9.-]*$")]


def _one_way(entry: "EntryShape") -> "EntryShape":
    ways = (bool(entry.encoded), entry.kind is not None)
    if all(ways):
        raise ValueError("either `encoded` or `kind`")
    if entry.kind is not None and (entry.because is None) is (entry.reason is None):
        raise ValueError("a kind has either `because` or `reason`")
    if entry.kind is None and (entry.because or entry.reason):
        raise ValueError("a reason goes with a `kind`")
    return entry


class EntryShape(Shape):
    """
    One entry of the inventory: the clauses that it became, or the kind that it
    is and why; with neither, nobody has looked yet.
    """

    entry: EntryName
    encoded: list[ClauseName] = []
    kind: Literal["information", "judgement", "past", "announced", "not_encodable"] | None = None
    because: Slug | None = None
    reason: Bilingual | None = None


class CoverageFile(Shape):
    """
    Every entry of one document. *count* is how many the inventory has;
    *reasons* holds what several entries are listed for, by name.
    """

    document: Slug
    count: Whole
    reasons: dict[Slug, Bilingual] = {}
    entries: Annotated[list[Annotated[EntryShape, AfterValidator(_one_way)]], Field(min_length=1)]
