"""
A dossier written back as the file that the reader reads.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import yaml

from eligibility.facts.catalogue import Catalogue, FactName
from eligibility.facts.dossier import DECLARED, Dossier, Stated
from eligibility.facts.proceedings import Proceeding
from eligibility.facts.values import plain

__all__ = ["plain_dossier", "yaml_dossier"]


def plain_dossier(dossier: Dossier, catalogue: Catalogue) -> dict[str, Any]:
    """The keys and values of the contract (section 1), facts in catalogue order; numbers exact."""
    found: dict[str, Any] = {"id": dossier.id}
    if dossier.submitted_on is not None:
        found["submitted_on"] = dossier.submitted_on.isoformat()
    found["scheme"] = dossier.scheme
    for fact in catalogue.stated():
        stated = dossier.stated.get(fact.name)
        if stated is not None:
            *folders, last = fact.name.split(".")
            below = found
            for folder in folders:
                below = below.setdefault(folder, {})
            below[last] = _stated(catalogue, fact.name, stated)
    return found


def yaml_dossier(dossier: Dossier, catalogue: Catalogue, comment: str = "") -> str:
    """The same as YAML; each line of *comment* stands at its head."""
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    body = yaml.dump(
        plain_dossier(dossier, catalogue),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )
    return head + body


def _stated(catalogue: Catalogue, name: FactName, stated: Stated) -> Any:
    fact = catalogue[name]
    value: Any
    if isinstance(stated.value, tuple):
        value = [dict(_proceeding(each)) for each in stated.value]
    elif fact.is_number and isinstance(stated.value, int):
        value = Decimal(stated.value).scaleb(-fact.scale)
    else:
        value = plain(fact, stated.value)
    implied = {"origin": "assessed"} if name.startswith("assessed.") else DECLARED.plain()
    origin = stated.origin.plain()
    return value if origin == implied else {"value": value, **origin}


def _proceeding(each: Proceeding) -> Iterator[tuple[str, str]]:
    for name in ("kind", "role", "opened_on", "closed_on", "plan_adopted_on"):
        value = getattr(each, name)
        if value is not None:
            yield name, str(value)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Numbers as they are, whatever their size; lists and texts as a person would write them."""

    def ignore_aliases(self, _: object) -> bool:
        return True


def _number(dumper: Any, value: Decimal) -> Any:
    whole = value == value.to_integral_value()
    text = f"{value:.0f}" if whole else f"{value.normalize():f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'int' if whole else 'float'}", text)


_Dumper.add_representer(Decimal, _number)
