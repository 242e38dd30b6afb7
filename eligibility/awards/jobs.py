"""
How many aided posts are to be kept on a day.

Before the programme ends only the jobs kept, after it all the aided jobs
(contract, section 5); its last day is still before. The texts say neither
when nor how to count (ambiguity 35).
"""

from dataclasses import dataclass
from datetime import date

from eligibility.awards.award import Award
from eligibility.awards.bounds import Bounds

__all__ = ["PostsToKeep", "posts_to_keep"]


@dataclass(frozen=True, slots=True)
class PostsToKeep:
    """At least and at most so many, in hundredths (no limit where None); what would settle it."""

    least: int
    most: int | None
    missing: tuple[str, ...]


def posts_to_keep(award: Award, programme_end: Bounds, day: date) -> PostsToKeep:
    """The posts to be kept on *day*, as far as the award tells."""
    during = PostsToKeep(
        award.jobs_kept or 0,
        award.jobs if award.jobs_kept is None else award.jobs_kept,
        ("jobs_kept",) if award.jobs_kept is None else (),
    )
    parts = (award.jobs, award.jobs_kept, award.jobs_created)
    after = PostsToKeep(
        max(each for each in (0, *parts) if each is not None),
        award.jobs,
        ("jobs",) if award.jobs is None else (),
    )
    if programme_end.latest is not None and day > programme_end.latest:
        return after
    if programme_end.earliest is not None and day <= programme_end.earliest:
        return during
    return PostsToKeep(
        min(during.least, after.least),
        None if during.most is None or after.most is None else max(during.most, after.most),
        (*during.missing, *after.missing, "programme.ends_on"),
    )
