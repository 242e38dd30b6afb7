"""
A screening in the record: one entry for a whole table.
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from eligibility_cli.console import utc_now
from eligibility_cli.ledger_options import usage

from eligibility.documents.document import refused
from eligibility.language import Text
from eligibility.screening.screen import Request, Result

__all__ = ["recording"]


@contextlib.contextmanager
def recording(
    where: str | None, folder: Path, officer: str | None, request: Request
) -> Iterator[Callable[[Result], int | None]]:
    """
    What records a result and gives the number of its entry; without a ledger, nothing.

    The ledger is opened before any work is done, and the table must be the
    same after it as before.

    Raises:
        EligibilityError: the ledger cannot be opened or written, or the table
            was changed meanwhile.
    """
    if where is None:
        if officer is not None:
            raise usage(
                "--officer nomme qui enregistre : ajoutez --record",
                "--officer names who records: add --record",
            )
        yield lambda _: None
        return
    from eligibility.ledger.screenings import Counts, ScreeningRun, file_print, screening_act
    from eligibility.ledger.store import Ledger

    for other in (request.source, request.target):
        if _is_same(where, other):
            raise usage(
                f"--record {where} : ce fichier est aussi le tableau ou le résultat",
                f"--record {where}: this file is the table or the result as well",
                Text("donnez un autre nom au registre", "give the ledger another name"),
            )
    before = file_print(request.source)
    ledger = Ledger.open(where, create=True, now=utc_now)

    def keep(result: Result) -> int:
        if file_print(request.source) != before:
            raise _changed(request.source)
        tally = result.tally
        run = ScreeningRun(
            input=before,
            rows=tally.rows,
            output=file_print(request.target),
            rulebooks=result.rulebooks,
            readings=request.readings,
            on=request.on,
            today=request.today,
            counts=Counts(
                eligible=tally.total("eligible"),
                ineligible=tally.total("ineligible"),
                incomplete=tally.total("incomplete"),
                errors=tally.errors,
            ),
            by=officer,
        )
        (entry,) = ledger.append([screening_act(run, folder)], utc_now)
        return entry.number

    try:
        yield keep
    finally:
        ledger.close()


def _is_same(where: str, other: Path) -> bool:
    """Whether the ledger at *where*, a path or a URL, is the file *other*."""
    path = Path(where)
    return (
        path.exists() and other.exists() and path.samefile(other)
    ) or path.absolute() == other.absolute()


def _changed(source: Path) -> Exception:
    return refused(
        "changed",
        str(source),
        Text(
            "le tableau a changé pendant l'examen : rien n'est enregistré",
            "the table was changed during the screening: nothing is recorded",
        ),
        Text("recommencez", "start again"),
    )
