"""
How far a long piece of work is, on standard error and only where a person looks.
"""

import contextlib
from collections.abc import Callable, Iterator

from eligibility_cli.console import console, say_in
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from eligibility.language import Lang

__all__ = ["progress"]


@contextlib.contextmanager
def progress(lang: Lang) -> Iterator[Callable[[float], None]]:
    """A function that is told how much is done, from 0 to 1, and shows it."""
    screen = console(stderr=True)
    if not screen.is_terminal:
        yield lambda _: None
        return
    bar = Progress(
        TextColumn(say_in(lang, "Lecture et examen", "Reading and screening")),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn(say_in(lang, "reste", "left")),
        TimeRemainingColumn(),
        console=screen,
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=1.0)
        yield lambda done: bar.update(task, completed=done)
