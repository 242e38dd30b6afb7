"""
Rule documents made into a region: shapes, then facts, then texts, then schemes.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from eligibility.documents import Document, Path, Value
from eligibility.errors import Fault, did_you_mean
from eligibility.facts import Catalogue, Fact, FactName, FactType
from eligibility.language import Text
from eligibility.logic import ALWAYS, Named
from eligibility.rulebook import shape
from eligibility.rulebook.clauses import ClauseReader, bilingual, readings
from eligibility.rulebook.conditions import Compiler, Vocabulary
from eligibility.rulebook.entries import fact_of
from eligibility.rulebook.model import (
    Clause,
    ReadingId,
    Region,
    Scheme,
    SchemeAlternative,
    Section,
    Strategy,
)
from eligibility.rulebook.region import day_of
from eligibility.rulebook.shape_facts import FactsFile
from eligibility.rulebook.validation import validated

__all__ = ["Loader"]


class Loader:
    """Gathers every fault of every document while it reads."""

    def __init__(
        self,
        name: str,
        documents: dict[str, Document],
        files: tuple[tuple[str, str], ...],
        faults: list[Fault],
    ) -> None:
        self.name = name
        self.documents = documents
        self.files = files
        self.faults = faults
        self.vocabulary = Vocabulary(Catalogue({}))
        self.derived: dict[FactName, Fact] = {}

    def region(self) -> Region | None:
        """The region, or None when its facts cannot be read."""
        if "facts.yaml" not in self.documents or not self.facts(self.documents["facts.yaml"]):
            return None
        strategies = tuple(self.strategies())
        texts = {strategy.id for strategy in strategies}
        schemes = tuple(self.schemes(texts))
        self.no_clause_twice(strategies, schemes)
        return Region(
            name=self.name,
            catalogue=self.vocabulary.catalogue,
            sums=self.vocabulary.sums,
            predicates=self.vocabulary.predicates,
            derived=self.derived,
            strategies=strategies,
            schemes=schemes,
            files=self.files,
        )

    def fault(
        self, code: str, document: Document, path: Path, fr: str, en: str, hint: Text | None = None
    ) -> None:
        self.faults.append(Fault(code, document.place(path), Text(fr, en), hint))

    def facts(self, document: Document) -> bool:
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

    def strategies(self) -> Iterator[Strategy]:
        for below, document in self.documents.items():
            folder, _, file = below.rpartition("/")
            if file != "text.yaml":
                continue
            given = validated(shape.StrategyFile, document, self.faults)
            day = day_of(folder.rpartition("/")[2])
            if day is None:
                self.fault(
                    "no-day",
                    document,
                    (),
                    "le dossier de ce texte ne porte pas son jour d'entrée en vigueur",
                    "the folder of this text is not named after the day it came into force",
                    Text("par exemple `srdeii/2022-11-25/`", "such as `srdeii/2022-11-25/`"),
                )
            if given is None or day is None:
                continue
            compiler = Compiler(document, self.vocabulary)
            found = readings(given.text, given.readings, compiler)
            clauses = [
                clause
                for name, section in self.documents.items()
                if name.rpartition("/")[0] == folder and name != below
                for clause in self.section(section, given)
            ]
            yield Strategy(
                id=given.text,
                title=bilingual(given.title),
                document=given.document,
                in_force_from=day,
                in_force_until=day_of(given.in_force_until or ""),
                sections=tuple(
                    Section(_lines(section.lines), tuple(section.headings))
                    for section in given.sections
                ),
                readings=found,
                clauses=tuple(clauses),
                files=tuple(name for name in self.documents if name.rpartition("/")[0] == folder),
                place=document.place(("text",)),
            )

    def section(self, document: Document, text: shape.StrategyFile) -> Iterator[Clause]:
        given = validated(shape.ClauseFile, document, self.faults)
        if given is None:
            return
        compiler = Compiler(document, self.vocabulary)
        reader = ClauseReader(compiler, text.text, text.document, given.heading, text.readings)
        yield from self.read(reader, given.clauses, document)
        self.faults += compiler.faults

    def read(
        self, reader: ClauseReader, given: list[shape.ClauseShape], document: Document
    ) -> Iterator[Clause]:
        root = document.root
        raw = root.get("clauses") if isinstance(root, dict) else None
        for index, clause in enumerate(given):
            spec: Value = raw[index] if isinstance(raw, list) else {}
            yield reader.clause(clause, spec, ("clauses", index))

    def schemes(self, texts: set[str]) -> Iterator[Scheme]:
        for below, document in self.documents.items():
            if not below.startswith("schemes/"):
                continue
            given = validated(shape.SchemeFile, document, self.faults)
            if given is None:
                continue
            day = day_of(given.in_force_from)
            if day is None:
                self.fault(
                    "no-day", document, ("in_force_from",), "ce jour n'existe pas", "no such day"
                )
                continue
            yield self.scheme(given, document, texts, day, below)

    def scheme(
        self, given: shape.SchemeFile, document: Document, texts: set[str], day: date, below: str
    ) -> Scheme:
        for name in (*given.texts, *(t for a in given.alternatives.values() for t in a.texts)):
            if name not in texts:
                self.fault(
                    "unknown-text",
                    document,
                    ("texts",),
                    f"le texte `{name}` n'existe pas",
                    f"there is no text `{name}`",
                    did_you_mean(name, texts),
                )
        catalogue = self.vocabulary.catalogue
        for name in given.properties:
            if name not in catalogue or not catalogue[name].from_scheme:
                self.fault(
                    "unknown-fact",
                    document,
                    ("properties", name),
                    f"`{name}` n'est pas une propriété de dispositif du catalogue",
                    f"`{name}` is not a scheme's property in the catalogue",
                )
        for fact in catalogue:
            if fact.from_scheme and fact.name not in given.properties:
                self.fault(
                    "no-property",
                    document,
                    ("properties",),
                    f"le dispositif ne dit pas si `{fact.name}` est vrai",
                    f"the scheme does not say whether `{fact.name}` is true",
                    Text(f"ajoutez `{fact.name}: false`", f"add `{fact.name}: false`"),
                )
        compiler = Compiler(document, self.vocabulary)
        found = readings(given.scheme, given.readings, compiler)
        reader = ClauseReader(compiler, given.scheme, given.document, given.heading, given.readings)
        clauses = tuple(self.read(reader, given.clauses, document))
        alternatives = tuple(self.text_alternatives(given, document, compiler))
        self.faults += compiler.faults
        return Scheme(
            id=given.scheme,
            title=bilingual(given.title),
            summary=bilingual(given.summary),
            in_force_from=day,
            in_force_until=day_of(given.in_force_until or ""),
            texts=tuple(given.texts),
            properties=tuple((FactName(name), value) for name, value in given.properties.items()),
            alternatives=alternatives,
            readings=found,
            clauses=clauses,
            note=bilingual(given.note) if given.note else None,
            files=(below,),
            place=document.place(("scheme",)),
        )

    def text_alternatives(
        self, given: shape.SchemeFile, document: Document, compiler: Compiler
    ) -> Iterator[SchemeAlternative]:
        root = document.root
        raw = root.get("alternatives") if isinstance(root, dict) else None
        for name, alternative in given.alternatives.items():
            reading, _, choice = name.partition("/")
            path = ("alternatives", name)
            if reading not in given.readings or choice not in given.readings[reading].alternatives:
                self.fault(
                    "unknown-reading",
                    document,
                    path,
                    f"l'alternative `{name}` n'est pas déclarée sous `readings`",
                    f"the alternative `{name}` is not declared under `readings`",
                )
            spec = raw[name] if isinstance(raw, dict) else {}
            when = None
            if isinstance(spec, dict) and "when" in spec:
                when = compiler.condition(spec["when"], (*path, "when"))
            yield SchemeAlternative(
                ReadingId(f"{given.scheme}/{reading}"),
                choice,
                tuple(alternative.texts),
                when or ALWAYS,
            )

    def no_clause_twice(
        self, strategies: tuple[Strategy, ...], schemes: tuple[Scheme, ...]
    ) -> None:
        """A clause id stands once for each version of what it belongs to."""
        parts: tuple[Strategy | Scheme, ...] = (*strategies, *schemes)
        count = Counter((c.id, p.id, p.in_force_from) for p in parts for c in p.clauses)
        owners: dict[str, set[str]] = {}
        for part in parts:
            for clause in part.clauses:
                owners.setdefault(clause.id, set()).add(part.id)
                if (
                    count[(clause.id, part.id, part.in_force_from)] > 1
                    or len(owners[clause.id]) > 1
                ):
                    self.faults.append(
                        Fault(
                            "clause-twice",
                            clause.place,
                            Text(
                                f"la clause `{clause.id}` est écrite deux fois",
                                f"the clause `{clause.id}` is written twice",
                            ),
                        )
                    )


def _lines(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    return int(first), int(last or first)
