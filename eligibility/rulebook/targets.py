"""
The target of a clause, checked by its shape, made into one of the model.
"""

from collections.abc import Mapping

from eligibility.documents import Form, Path, Scalar, Value
from eligibility.facts import FactName
from eligibility.language import Text
from eligibility.logic import ALWAYS, Condition
from eligibility.quantities import Span
from eligibility.rulebook import shape
from eligibility.rulebook.conditions import Compiler
from eligibility.rulebook.region import day_of
from eligibility.rulebook.target import Target, TargetForm

__all__ = ["target"]

_UNITS = {TargetForm.SHARE: "percent", TargetForm.COUNT: "dossiers"}


def target(
    given: shape.TargetShape | None, spec: Value | None, compiler: Compiler, path: Path
) -> Target | None:
    """The target, or None; what is wrong with it goes to the compiler's faults."""
    if given is None or not isinstance(spec, dict):
        return None
    forms = {
        TargetForm.SHARE: given.share_of,
        TargetForm.COUNT: given.count_of,
        TargetForm.TOTAL: given.total_of,
    }
    stated = [form for form, value in forms.items() if value is not None]
    if len(stated) != 1:
        compiler.fault(
            "target",
            path,
            "une cible a exactement un de `share_of`, `count_of`, `total_of`",
            "a target has exactly one of `share_of`, `count_of`, `total_of`",
        )
        return None
    (form,) = stated
    fact = FactName(given.total_of) if given.total_of else None
    least = _least(given.at_least, form, fact, compiler, (*path, "at_least"))
    if least is None:
        return None
    return Target(
        form,
        least,
        of=None if fact else _condition(spec, f"{form.value}_of", compiler, path),
        fact=fact,
        among=_condition(spec, "among", compiler, path) or ALWAYS,
        by=day_of(given.by or ""),
        each=Span.parse(given.each) if given.each else None,
    )


def _condition(
    spec: Mapping[str, Value], key: str, compiler: Compiler, path: Path
) -> Condition | None:
    return compiler.condition(spec[key], (*path, key)) if key in spec else None


def _least(
    text: str, form: TargetForm, fact: FactName | None, compiler: Compiler, path: Path
) -> int | None:
    """The number to reach, in the unit of what is measured."""
    if fact is not None:
        catalogue = compiler.vocabulary.catalogue
        if fact not in catalogue or not catalogue[fact].is_number:
            compiler.fault(
                "target",
                path,
                f"`{fact}` n'est pas un nombre du catalogue",
                f"`{fact}` is no number of the catalogue",
            )
            return None
        value = compiler.constant(catalogue[fact], Scalar(text, Form.PLAIN), path)
        return value if isinstance(value, int) else None
    number, _, unit = text.partition(" ")
    if not (number.isascii() and number.isdecimal()) or unit != _UNITS[form]:
        compiler.fault(
            "unit",
            path,
            f"`{text}` n'a pas la bonne unité",
            f"`{text}` does not have the right unit",
            Text(f"écrivez par exemple `50 {_UNITS[form]}`", f"write such as `50 {_UNITS[form]}`"),
        )
        return None
    return int(number)
