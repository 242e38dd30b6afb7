"""
facts.yaml made into the vocabulary of a region: facts, sums, predicates, departments.
"""

from dataclasses import replace

from eligibility.documents import Document, Path
from eligibility.errors import Fault, did_you_mean
from eligibility.facts import Catalogue, Fact, FactName, FactType
from eligibility.language import Text
from eligibility.logic import Named
from eligibility.rulebook.clauses import bilingual
from eligibility.rulebook.conditions import Compiler, Vocabulary
from eligibility.rulebook.entries import fact_of
from eligibility.rulebook.shape_facts import FactsFile
from eligibility.rulebook.validation import validated

__all__ = ["FactsReader"]


class FactsReader:
    """Reads one facts.yaml; its faults are added to those of the other documents."""

    def __init__(self, document: Document, faults: list[Fault]) -> None:
        self.document = document
        self.faults = faults
        self.vocabulary = Vocabulary(Catalogue({}))
        self.derived: dict[FactName, Fact] = {}
        self.departments: tuple[str, ...] = ()

    def fault(
        self, code: str, document: Document, path: Path, fr: str, en: str, hint: Text | None = None
    ) -> None:
        self.faults.append(Fault(code, document.place(path), Text(fr, en), hint))

    def read(self) -> bool:
        """False where the file has no shape to speak of."""
        document = self.document
        given = validated(FactsFile, document, self.faults)
        if given is None:
            return False
        facts = {}
        for name, entry in given.facts.items():
            try:
                facts[FactName(name)] = fact_of(name, entry)
            except ValueError as error:
                self.fault("fact", document, ("facts", name), str(error), str(error))
        catalogue = Catalogue(facts)
        for fact in catalogue:
            others = (fact.not_above, fact.not_before, fact.view_of, *fact.implied_by)
            for other in others:
                if other and other not in catalogue:
                    self.fault(
                        "unknown-fact",
                        document,
                        ("facts", fact.name),
                        f"`{fact.name}` renvoie à `{other}`, or aucune donnée ne porte ce nom",
                        f"`{fact.name}` refers to `{other}`, but no fact has that name",
                        did_you_mean(other, catalogue.facts),
                    )
        sums = {}
        for name, total in given.sums.items():
            parts = tuple(map(FactName, total.of))
            unknown = [part for part in parts if part not in catalogue]
            kinds = {(catalogue[p].type, catalogue[p].decimals) for p in parts if p in catalogue}
            if unknown or len(kinds) != 1 or not catalogue[parts[0]].is_number:
                self.fault(
                    "sum",
                    document,
                    ("sums", name),
                    f"`{name}` doit additionner des nombres connus et de même sorte",
                    f"`{name}` must add known numbers of one kind",
                )
                continue
            sums[FactName(name)] = parts
            first = catalogue[parts[0]]
            self.derived[FactName(name)] = replace(
                first, name=FactName(name), label=bilingual(total.label)
            )
        self.vocabulary = Vocabulary(catalogue, sums)
        self.predicates(document, given)
        if given.territory:
            self.departments = tuple(given.territory.departments)
        return True

    def predicates(self, document: Document, given: FactsFile) -> None:
        """Each predicate may use those above it."""
        root = document.root
        raw = root.get("predicates") if isinstance(root, dict) else None
        known: dict[FactName, Named] = {}
        for name in given.predicates:
            compiler = Compiler(
                document, Vocabulary(self.vocabulary.catalogue, self.vocabulary.sums, dict(known))
            )
            entry = raw[name] if isinstance(raw, dict) else {}
            when = entry["when"] if isinstance(entry, dict) else {}
            body = compiler.condition(when, ("predicates", name, "when"))
            self.faults += compiler.faults
            words = given.predicates[name]
            self.derived[FactName(name)] = Fact(
                name=FactName(name),
                type=FactType.BOOLEAN,
                label=bilingual(words.label),
                says_true=bilingual(words.says.true),
                says_false=bilingual(words.says.false),
                help=bilingual(words.source),
            )
            if body:
                known[FactName(name)] = Named(FactName(name), body)
        self.vocabulary = Vocabulary(self.vocabulary.catalogue, self.vocabulary.sums, known)
