"""Engines: conditions and facts in, truths out, nothing else."""

from eligibility.engines.agreement import checked
from eligibility.engines.protocol import Engine, Job, reference

__all__ = ["Engine", "Job", "checked", "reference"]
