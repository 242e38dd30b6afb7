"""
Where things lie in the folder of a region.
"""

__all__ = ["NO_RULES", "is_facts_file"]

NO_RULES = frozenset({"examples", "coverage"})
"""Folders beside the rules that hold none."""


def is_facts_file(below: str) -> bool:
    """Whether the file at *below*, a path below the region's folder, describes facts."""
    return below == "facts.yaml" or below.startswith("facts/")
