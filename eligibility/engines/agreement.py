"""
Every conclusion is computed twice; where the two differ there is none.
"""

from collections.abc import Iterator

from eligibility.engines.protocol import Engine, Truths, reference
from eligibility.errors import EngineError, Fault
from eligibility.facts import Facts
from eligibility.language import Text
from eligibility.rulebook import Program

__all__ = ["checked"]

_SAID = {True: Text("vrai", "true"), False: Text("faux", "false"), None: Text("inconnu", "unknown")}


def checked(program: Program, facts: Facts, engine: Engine) -> Truths:
    """
    The truths on which *engine* and the reference agree.

    Raises:
        EngineError: they disagree (each clause concerned is named), or
            *engine* gave no answer.
    """
    facts = program.with_properties(facts)
    job = engine.start(program, facts)
    expected = reference(program, facts)
    found = job()
    if found != expected:
        raise EngineError(_faults(program, expected, found))
    return expected


def _faults(program: Program, expected: Truths, found: Truths) -> Iterator[Fault]:
    for at, (right, wrong) in enumerate(zip(expected, found, strict=True)):
        if right is wrong:
            continue
        all_lines = (*program.lines, *(line for v in program.variants for line in v.lines))
        clauses = sorted(
            {ln.clause.id for ln in all_lines if at in (ln.guard_at, ln.requirement_at)}
        )
        named = ", ".join(f"`{clause}`" for clause in clauses) or f"`#{at}`"
        yield Fault(
            "engines-disagree",
            None,
            Text(
                f"les deux moteurs ne s'accordent pas sur {named} : "
                f"référence {_SAID[right].fr}, durable-rules {_SAID[wrong].fr}",
                f"the two engines disagree on {named}: "
                f"reference {_SAID[right].en}, durable-rules {_SAID[wrong].en}",
            ),
            Text(
                "aucune conclusion n'est rendue ; signalez ce cas avec le dossier et la version",
                "no conclusion is given; report this case with the dossier and the version",
            ),
        )
