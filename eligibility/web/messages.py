"""
What goes to a worker and comes back: a request and a reply, without a connection.
"""

from dataclasses import dataclass
from datetime import date

__all__ = ["HTML", "JSON", "PROBLEM", "YAML", "Reply", "Request"]

HTML = "text/html; charset=utf-8"
JSON = "application/json"
PROBLEM = "application/problem+json"
YAML = "application/yaml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """
    One request, already bounded.

    *path* begins with `/`; *media* is the type of *body*, without parameters.
    *today* and *now* (seconds since 1970) are said by the front: nothing below
    reads a clock.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    media: str
    body: bytes
    today: date
    now: int

    def asked(self, name: str) -> list[str]:
        """Every value of one parameter of the address."""
        return [value for key, value in self.query if key == name]


@dataclass(frozen=True, slots=True)
class Reply:
    """What to send back; *rulebook* is the digest of the rules it rests on, if any."""

    status: int
    media: str
    body: bytes
    rulebook: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    retire: bool = False  # the worker has grown: it should be replaced
