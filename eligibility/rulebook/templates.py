"""
Blanks in a sentence of the rules: `{company.equity}`, `{threshold}`, `{missing}`.

A blank that nothing could fill is an error when the rules are loaded.
"""

import re
from collections.abc import Callable, Iterator

from eligibility.documents import Path
from eligibility.language import Text
from eligibility.logic import Compare, Condition, facts_of, leaves
from eligibility.rulebook.conditions import Compiler
from eligibility.rulebook.model import Clause

__all__ = ["check_templates", "fill", "threshold_of"]

_BLANK = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
_SPECIAL = ("threshold", "missing")


def fill(template: str, value_of: Callable[[str], str]) -> str:
    """*template* with each blank filled by *value_of* its name; nothing else is read in it."""
    return _BLANK.sub(lambda found: value_of(found[1]), template)


def threshold_of(condition: Condition) -> Compare | None:
    """The one comparison with a number in *condition*; None where there is none, or several."""
    found = [
        leaf
        for leaf in leaves(condition)
        if isinstance(leaf, Compare) and not isinstance(leaf.value, bool | str)
    ]
    return found[0] if len(found) == 1 else None


def check_templates(clause: Clause, compiler: Compiler, path: Path) -> None:
    """Notes every blank of the clause's sentences that no fact of the clause can fill."""
    trees = [clause.guard, *([clause.requirement] if clause.requirement else [])]
    names = {fact for tree in trees for leaf in leaves(tree) for fact in facts_of(leaf)}
    for text in _sentences(clause):
        for blank in _BLANK.findall(text.fr) + _BLANK.findall(text.en):
            if blank in names or blank == "missing":
                continue
            if blank == "threshold" and clause.requirement and threshold_of(clause.requirement):
                continue
            compiler.fault(
                "unknown-blank",
                path,
                f"la phrase de `{clause.id}` contient `{{{blank}}}`, que rien ne remplit",
                f"the sentence of `{clause.id}` holds `{{{blank}}}`, which nothing fills",
                Text(
                    "blancs possibles : " + ", ".join(sorted({*names, *_SPECIAL})),
                    "possible blanks: " + ", ".join(sorted({*names, *_SPECIAL})),
                ),
            )


def _sentences(clause: Clause) -> Iterator[Text]:
    for reasons in (clause.reasons, *(part.reasons for part in clause.parts)):
        for text in (reasons.met, reasons.not_met, reasons.unknown, reasons.not_applicable):
            if text:
                yield text
    for remedy in (clause.remedy, *(part.remedy for part in clause.parts)):
        if remedy:
            yield remedy.text
