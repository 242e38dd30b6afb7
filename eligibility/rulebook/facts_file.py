"""
The fact files made into the vocabulary of a region: facts, sums, predicates, departments.
"""

from collections.abc import Iterable, Iterator, Sequence
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
    """Reads facts.yaml and the files of `facts/`; faults are added to those of the other documents."""

    def __init__(self, documents: Sequence[Document], faults: list[Fault]) -> None:
        self.documents = documents
        self.faults = faults
        self.vocabulary = Vocabulary(Catalogue({}))
        self.derived: dict[FactName, Fact] = {}
        self.departments: tuple[str, ...] = ()

    def fault(
        self, code: str, document: Document, path: Path, fr: str, en: str, hint: Text | None = None
    ) -> None:
        self.faults.append(Fault(code, document.place(path), Text(fr, en), hint))

    def read(self) -> bool:
        """False where a file has no shape to speak of."""
        read = [(each, validated(FactsFile, each, self.faults)) for each in self.documents]
        given = [(document, file) for document, file in read if file is not None]
        if len(given) < len(read):
            return False
        self.no_name_twice(given)
        facts: dict[FactName, Fact] = {}
        for document, file in given:
            facts.update(self.facts(document, file))
        catalogue = Catalogue(facts)
        sums: dict[FactName, tuple[FactName, ...]] = {}
        for document, file in given:
            self.references(document, file, catalogue)
            sums.update(self.sums(document, file, catalogue))
        self.vocabulary = Vocabulary(catalogue, sums)
        for document, file in given:
            self.predicates(document, file)
            if file.territory:
                self.departments = tuple(file.territory.departments)
        return True

    def no_name_twice(self, given: Iterable[tuple[Document, FactsFile]]) -> None:
        """A name is a fact, a sum or a predicate of one file."""
        seen: dict[str, Document] = {}
        for document, file in given:
            groups = (
                ("facts", list(file.facts)),
                ("sums", list(file.sums)),
                ("predicates", list(file.predicates)),
            )
            for group, names in groups:
                for name in names:
                    if name in seen:
                        self.fault(
                            "fact-twice",
                            document,
                            (group, name),
                            f"`{name}` est déjà décrit dans {seen[name].name}",
                            f"`{name}` is already described in {seen[name].name}",
                        )
                    seen[name] = document

    def facts(self, document: Document, file: FactsFile) -> Iterator[tuple[FactName, Fact]]:
        for name, entry in file.facts.items():
            try:
                yield FactName(name), fact_of(name, entry)
            except ValueError as error:
                self.fault("fact", document, ("facts", name), str(error), str(error))

    def references(self, document: Document, file: FactsFile, catalogue: Catalogue) -> None:
        """The other facts that an entry names exist."""
        for name in file.facts:
            if name not in catalogue:
                continue
            fact = catalogue[name]
            for other in (fact.not_above, fact.not_before, fact.view_of, *fact.implied_by):
                if other and other not in catalogue:
                    self.fault(
                        "unknown-fact",
                        document,
                        ("facts", name),
                        f"`{name}` renvoie à `{other}`, or aucune donnée ne porte ce nom",
                        f"`{name}` refers to `{other}`, but no fact has that name",
                        did_you_mean(other, catalogue.facts),
                    )

    def sums(
        self, document: Document, file: FactsFile, catalogue: Catalogue
    ) -> Iterator[tuple[FactName, tuple[FactName, ...]]]:
        for name, total in file.sums.items():
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
            first = catalogue[parts[0]]
            self.derived[FactName(name)] = replace(
                first, name=FactName(name), label=bilingual(total.label)
            )
            yield FactName(name), parts

    def predicates(self, document: Document, file: FactsFile) -> None:
        """Each predicate may use those above it, and those of the files before."""
        root = document.root
        raw = root.get("predicates") if isinstance(root, dict) else None
        known = dict(self.vocabulary.predicates)
        for name, words in file.predicates.items():
            compiler = Compiler(
                document, Vocabulary(self.vocabulary.catalogue, self.vocabulary.sums, dict(known))
            )
            entry = raw[name] if isinstance(raw, dict) else {}
            when = entry["when"] if isinstance(entry, dict) else {}
            body = compiler.condition(when, ("predicates", name, "when"))
            self.faults += compiler.faults
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
