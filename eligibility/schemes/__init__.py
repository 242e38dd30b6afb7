"""The aid schemes as a whole: which of them fit a dossier, and how each was designed."""

from eligibility.schemes.match import Match, Verdict, matches

__all__ = ["Match", "Verdict", "matches"]
