"""
A blank dossier for one scheme: only the facts that it reads, each with its question.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from eligibility.errors import Fault, InputError, did_you_mean
from eligibility.facts import Fact, FactName, FactType
from eligibility.language import Lang, Text, one_of
from eligibility.logic import facts_of, leaves
from eligibility.rulebook.model import Rulebook
from eligibility.rulebook.program import program

__all__ = ["blank_dossier", "known_scheme", "needed_facts"]

_WHO = {
    "company": Text("l'entreprise", "the company"),
    "officer": Text("l'instructeur", "the officer"),
}


def needed_facts(rulebook: Rulebook, scheme: str, as_of: date) -> tuple[FactName, ...]:
    """
    The facts that a decision on *scheme* can ask for, and those of its
    indicators, in catalogue order.
    """
    catalogue = rulebook.catalogue
    found: set[FactName] = set()
    made = program(rulebook, scheme, as_of)
    for line in made.lines:
        for tree in (line.guard, line.requirement):
            found.update(catalogue[name].asked for leaf in leaves(tree) for name in facts_of(leaf))
    tested = {line.clause.id for line in made.lines}
    for strategy in rulebook.strategies:
        if any(clause.id in tested for clause in strategy.clauses):
            for clause in strategy.clauses:
                if clause.indicator:
                    base = (clause.indicator.base,) if clause.indicator.base else ()
                    found.update((*clause.indicator.facts, *base))
    return tuple(fact.name for fact in catalogue.stated() if fact.name in found)


def known_scheme(scheme: str, known: Sequence[str]) -> None:
    """Raises InputError where *scheme* is not among the *known* ones."""
    if scheme in known:
        return
    raise InputError(
        [
            Fault(
                "unknown-scheme",
                None,
                Text(f"le dispositif `{scheme}` n'existe pas", f"there is no scheme `{scheme}`"),
                did_you_mean(scheme, known)
                or Text("dispositifs : " + ", ".join(known), "schemes: " + ", ".join(known)),
            )
        ]
    )


def blank_dossier(rulebook: Rulebook, scheme: str | None, as_of: date, lang: Lang) -> str:
    """
    The file as text; without a scheme, every fact of the catalogue.

    Raises:
        InputError: no such scheme.
    """
    known = [each.id for each in rulebook.schemes]
    if scheme is not None:
        known_scheme(scheme, known)
    names = (
        needed_facts(rulebook, scheme, as_of)
        if scheme
        else tuple(fact.name for fact in rulebook.catalogue.stated())
    )
    return "\n".join(_lines(rulebook, scheme, known, names, lang)) + "\n"


def _lines(
    rulebook: Rulebook,
    scheme: str | None,
    known: list[str],
    names: tuple[FactName, ...],
    lang: Lang,
) -> Iterator[str]:
    def say(fr: str, en: str) -> str:
        return Text(fr, en)[lang]

    yield say(
        "# Ce qui n'est pas connu reste vide : c'est demandé, jamais reproché.",
        "# What is not known stays empty: it is asked for, never held against the company.",
    )
    yield say("id: A-COMPLETER", "id: TO-FILL-IN")
    yield say("# Jour du dépôt, AAAA-MM-JJ", "# Day of submission, YYYY-MM-DD")
    yield "submitted_on:"
    if scheme is None:
        yield say("# Dispositifs : ", "# Schemes: ") + ", ".join(known)
    yield f"scheme: {scheme or known[0]}"
    before: tuple[str, ...] = ()
    for name in names:
        steps = tuple(name.split("."))
        shared = 0
        while shared < len(steps) - 1 and steps[: shared + 1] == before[: shared + 1]:
            shared += 1
        for depth in range(shared, len(steps) - 1):
            yield ""
            yield f"{'  ' * depth}{steps[depth]}:"
        indent = "  " * (len(steps) - 1)
        yield from (f"{indent}# {line}" for line in _comment(rulebook.catalogue[name], lang))
        yield f"{indent}{steps[-1]}:"
        before = steps[:-1]


def _comment(fact: Fact, lang: Lang) -> Iterator[str]:
    if fact.question:
        yield fact.question[lang]
    if fact.help:
        yield fact.help[lang]
    forms = {
        FactType.AMOUNT: Text("en euros", "in euros"),
        FactType.BOOLEAN: Text("true (oui) ou false (non)", "true or false"),
        FactType.DATE: Text("AAAA-MM-JJ", "YYYY-MM-DD"),
        FactType.TEXT: Text('texte ; "" = déclaré : aucune', 'text; "" = declared: none'),
    }
    details = []
    if fact.type in forms:
        details.append(forms[fact.type][lang])
    if fact.type is FactType.PROCEEDINGS:
        details.append(
            Text(
                "[] = aucune, sinon une liste de {kind: …, role: …, opened_on: …, closed_on: …}",
                "[] = none, else a list of {kind: …, role: …, opened_on: …, closed_on: …}",
            )[lang]
        )
    if fact.words:
        details.append(" | ".join(word for word, _ in fact.words))
    if fact.example:
        details.append(Text("par exemple ", "such as ")[lang] + fact.example)
    if details:
        yield " ; ".join(details)
    if fact.evidence:
        who = one_of((_WHO[each][lang] for each in fact.answered_by), lang)
        yield Text("Pièce : ", "Evidence: ")[lang] + f"{fact.evidence[lang]} ({who})"
