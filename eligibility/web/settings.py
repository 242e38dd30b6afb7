"""
How a service runs: what it reads, how much it takes, how long it waits.
"""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["MAX_BODY", "Settings"]

MAX_BODY = 1_000_000
"""Bytes of a body: a dossier has a few thousand."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one service; times are in seconds."""

    rules: Path
    secret: bytes
    workers: int = 2
    start_deadline: float = 60.0
    job_deadline: float = 10.0
    body_deadline: float = 15.0
    queue_deadline: float = 20.0
    queue: int = 2_000
