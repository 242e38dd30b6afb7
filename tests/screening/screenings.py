"""Files that the tests screen, and what must be true of any of them: kept, cured, nothing left."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eligibility.errors import Fault, InputError
from eligibility.language import Lang
from eligibility.screening.screen import Request, Result, screen
from tests.screening.tables import TODAY, region

PASS = "pass-transformation-ecologique"
HEADER = "id;scheme;submitted_on;company.equity;company.tax_compliant;company.name"


def line(**cells: str) -> str:
    """A line under HEADER."""
    usual = {"id": "A", "scheme": PASS, "day": "2023-02-01", "equity": "1000", "tax": "oui"}
    return ";".join((usual | {"name": "X"} | cells).values())


def table(*lines: str) -> str:
    """A CSV file under HEADER."""
    return "".join(f"{each}\n" for each in (HEADER, *lines))


@dataclass(frozen=True)
class Case:
    """A folder in which tables are screened."""

    folder: Path

    def file(self, content: str | bytes, name: str = "t.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def rows(self, source: Path, out: str = "out.jsonl", **asked: Any) -> list[dict[str, Any]]:
        """The rows of the result."""
        self.result(source, out, **asked)
        lines = (self.folder / out).read_text(encoding="utf-8").splitlines()
        return [json.loads(each) for each in lines]

    def result(self, source: Path, out: str = "out.jsonl", **asked: Any) -> Result:
        """What a screening tells; the source is kept and nothing but the result is new."""
        before, names = _bytes(source), set(self.folder.iterdir())
        target = self.folder / out
        given: dict[str, Any] = {"region": region(), "today": TODAY} | asked
        found = screen(Request(source=source, target=target, **given))
        assert _bytes(source) == before
        assert set(self.folder.iterdir()) == names | {target}
        return found

    def refusal(self, source: Path, out: str = "out.csv", **asked: Any) -> Fault:
        """Why nothing is screened: with a place, a cure, and everything left as it was."""
        target = self.folder / out
        names, before = set(self.folder.iterdir()), (_bytes(source), _bytes(target))
        with pytest.raises(InputError) as caught:
            self.result(source, out, **asked)
        assert set(self.folder.iterdir()) == names
        assert (_bytes(source), _bytes(target)) == before
        fault: Fault = caught.value.faults[0]
        assert fault.place is not None
        assert str(self.folder) in fault.place.file
        for lang in Lang:
            assert fault.message[lang]
            assert "Error:" not in fault.message[lang]
        return fault


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
