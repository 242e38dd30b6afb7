"""
A mapping proposed for a table: YAML on standard output, doubts on standard error.
"""

import json
import sys
import tempfile
from pathlib import Path

from eligibility_cli.console import print_lines, say_in

from eligibility.language import Lang
from eligibility.rulebook import Region
from eligibility.screening.propose import Proposal, propose
from eligibility.screening.run import connect

__all__ = ["explain"]


def explain(table: Path, region: Region, lang: Lang) -> None:
    """Prints a mapping for *table*, ready to be saved and corrected."""
    with tempfile.TemporaryDirectory() as folder, connect(Path(folder)) as connection:
        found = propose(table, region, connection, Path(folder))
    print(
        say_in(
            lang,
            "# Correspondance proposée d'après les noms : à relire, puis --map ce fichier.",
            "# A mapping proposed from the names: read it through, then --map this file.",
        )
    )
    print("columns:")
    for each in found:
        if each.fact is not None:
            print(f"  {_line(each)}")
            for doubt in _doubts(each, lang):
                print(f"  # {doubt}")
    unknown = [each.column for each in found if each.fact is None]
    if unknown:
        title = say_in(
            lang,
            f"colonnes non comprises ({len(unknown)}) : complétez `columns:`, ou laissez-les dans `ignore:`",
            f"columns not understood ({len(unknown)}): add them to `columns:`, or leave them in `ignore:`",
        )
        print(f"# {title}")
        print("ignore:")
        for name in unknown:
            print(f"  - {_quoted(name)}")
        print_lines([title, *(f"  {name}" for name in unknown)], sys.stderr)


def _line(each: Proposal) -> str:
    name = _quoted(each.column)
    if not each.values:
        return f"{name}: {each.fact}"
    pairs = ", ".join(f"{_quoted(value)}: {meant}" for value, meant in each.values.items())
    return f"{name}: {{fact: {each.fact}, values: {{{pairs}}}}}"


def _doubts(each: Proposal, lang: Lang) -> list[str]:
    if not each.misfits:
        return []
    some = ", ".join(_quoted(value) for value in each.misfits)
    return [
        say_in(
            lang,
            f"{each.unfit} valeur(s) ne conviennent pas, par exemple {some} : traduisez-les avec `values:`",
            f"{each.unfit} value(s) do not fit, such as {some}: translate them with `values:`",
        )
    ]


def _quoted(text: str) -> str:
    """*text* as YAML in double quotes; JSON is the same there."""
    return json.dumps(text, ensure_ascii=False)
