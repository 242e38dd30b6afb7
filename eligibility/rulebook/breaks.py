"""
What breaks a duty, as a lawyer writes it: events, narrowed by what may be asked of them.

    broken_by: [activity_ceased, {establishment_moved: {out_of_region: true}}]
    broken_by:                      # where the objects are not broken by the same
      jobs: [{job_count: {below_aided_jobs: true}}]
      investments: [investment_disposed]
"""

from collections.abc import Iterator

from eligibility.documents import Path, Scalar, Value
from eligibility.errors import did_you_mean
from eligibility.facts.events import ATTRIBUTES, EVENTS
from eligibility.language import Text
from eligibility.rulebook.conditions import Compiler
from eligibility.rulebook.duty import Break

__all__ = ["breaks"]


def breaks(
    spec: Value, objects: tuple[str, ...], compiler: Compiler, path: Path
) -> tuple[Break, ...]:
    """The breaks of a duty on *objects*; what is wrong goes to the compiler's faults."""
    if isinstance(spec, list):
        return tuple(_listed(spec, objects, compiler, path))
    if isinstance(spec, dict) and spec:
        found: list[Break] = []
        for name, items in spec.items():
            below = (*path, name)
            if name not in objects:
                compiler.fault(
                    "unknown-object",
                    below,
                    f"`{name}` n'est pas un objet de ce devoir",
                    f"`{name}` is not an object of this duty",
                    Text("objets : " + ", ".join(objects), "objects: " + ", ".join(objects)),
                )
            elif isinstance(items, list):
                found += _listed(items, (name,), compiler, below)
            else:
                _no_list(compiler, below)
        for name in objects:
            if name not in spec:
                compiler.fault(
                    "no-break",
                    path,
                    f"rien ne dit ce qui rompt le devoir sur `{name}`",
                    f"nothing says what breaks the duty on `{name}`",
                )
        return tuple(found)
    _no_list(compiler, path)
    return ()


def _no_list(compiler: Compiler, path: Path) -> None:
    compiler.fault(
        "broken-by",
        path,
        "`broken_by` est une liste d'événements, ou une liste pour chaque objet",
        "`broken_by` is a list of events, or one list for each object",
        Text(
            "par exemple `broken_by: [activity_ceased]`", "such as `broken_by: [activity_ceased]`"
        ),
    )


def _listed(
    items: list[Value], objects: tuple[str, ...], compiler: Compiler, path: Path
) -> Iterator[Break]:
    if not items:
        _no_list(compiler, path)
    for index, item in enumerate(items):
        below = (*path, index)
        if isinstance(item, Scalar):
            if _is_known(item.text, compiler, below):
                yield Break(item.text, objects)
        elif isinstance(item, dict) and len(item) == 1:
            ((event, where),) = item.items()
            if _is_known(event, compiler, below):
                yield Break(event, objects, _where(event, where, compiler, (*below, event)))
        else:
            _no_list(compiler, below)


def _is_known(event: str, compiler: Compiler, path: Path) -> bool:
    if event in EVENTS:
        return True
    compiler.fault(
        "unknown-event",
        path,
        f"aucun événement ne s'appelle `{event}`",
        f"there is no event `{event}`",
        did_you_mean(event, EVENTS)
        or Text("événements : " + ", ".join(EVENTS), "events: " + ", ".join(EVENTS)),
    )
    return False


def _where(event: str, spec: Value, compiler: Compiler, path: Path) -> tuple[tuple[str, bool], ...]:
    known = ATTRIBUTES[event]
    found = []
    for name, value in spec.items() if isinstance(spec, dict) else ():
        typed = value.text if isinstance(value, Scalar) else ""
        if name in known and typed in ("true", "false"):
            found.append((name, typed == "true"))
            continue
        compiler.fault(
            "unknown-attribute",
            (*path, name),
            f"`{event}` ne peut être précisé par `{name}`"
            if name not in known
            else f"`{name}` s'écrit true ou false",
            f"`{event}` cannot be narrowed by `{name}`"
            if name not in known
            else f"`{name}` is true or false",
            did_you_mean(name, known) if name not in known else None,
        )
    if not found:
        compiler.fault(
            "unknown-attribute",
            path,
            f"rien ne précise `{event}`",
            f"nothing narrows `{event}`",
            Text(
                f"écrivez `{event}` seul, ou une précision parmi : {', '.join(known) or 'aucune'}",
                f"write `{event}` alone, or narrow it by one of: {', '.join(known) or 'none'}",
            ),
        )
    return tuple(sorted(found))
