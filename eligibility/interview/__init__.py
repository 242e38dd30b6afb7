"""Questions put to a person, one by one, until no answer can change anything."""

from eligibility.interview.answers import example, read_answer, typed
from eligibility.interview.planner import COMPANY, OFFICER, Interview, Progress
from eligibility.interview.topics import topic

__all__ = [
    "COMPANY",
    "OFFICER",
    "Interview",
    "Progress",
    "example",
    "read_answer",
    "topic",
    "typed",
]
