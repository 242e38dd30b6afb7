"""
Rule documents made into a region: shapes, then facts, then texts, then schemes.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from eligibility.documents import Document, Path, Value
from eligibility.errors import Fault, did_you_mean
from eligibility.facts import FactName, FactType
from eligibility.language import Text
from eligibility.logic import ALWAYS
from eligibility.rulebook import shape
from eligibility.rulebook.clauses import ClauseReader, bilingual, readings
from eligibility.rulebook.conditions import Compiler
from eligibility.rulebook.duties import periods
from eligibility.rulebook.facts_file import FactsReader
from eligibility.rulebook.layout import is_facts_file
from eligibility.rulebook.model import (
    APPLICANT,
    Alias,
    Citation,
    Clause,
    ReadingId,
    Region,
    Scheme,
    SchemeAlternative,
    Section,
    State,
    Strategy,
)
from eligibility.rulebook.region import day_of
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

    def region(self) -> Region | None:
        """The region, or None when its facts cannot be read."""
        names = [name for name, _ in self.files if is_facts_file(name)]
        if any(name not in self.documents for name in names):
            return None
        facts = FactsReader([self.documents[name] for name in names], self.faults)
        if not facts.read():
            return None
        self.vocabulary = facts.vocabulary
        strategies = tuple(self.strategies())
        texts = {strategy.id for strategy in strategies}
        schemes = tuple(self.schemes(texts))
        self.no_clause_twice(strategies, schemes)
        parts: tuple[Strategy | Scheme, ...] = (*strategies, *schemes)
        for part in parts:
            self.known_duties(part)
        return Region(
            name=self.name,
            catalogue=self.vocabulary.catalogue,
            departments=facts.departments,
            sums=self.vocabulary.sums,
            predicates=self.vocabulary.predicates,
            derived=facts.derived,
            strategies=strategies,
            schemes=schemes,
            files=self.files,
        )

    def fault(
        self, code: str, document: Document, path: Path, fr: str, en: str, hint: Text | None = None
    ) -> None:
        self.faults.append(Fault(code, document.place(path), Text(fr, en), hint))

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
                periods=periods(given.periods),
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
        reader = ClauseReader(
            compiler,
            text.text,
            text.document,
            given.heading,
            text.readings,
            periods(text.periods),
        )
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
        others = (t for a in given.alternatives.values() for t in a.texts)
        for name in (*given.texts, *given.priorities, *others):
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
            of_scheme = fact.from_scheme and fact.type is FactType.BOOLEAN
            if of_scheme and fact.name not in given.properties:
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
        reader = ClauseReader(
            compiler,
            given.scheme,
            given.document,
            given.heading,
            given.readings,
            periods(given.periods),
        )
        clauses = tuple(self.read(reader, given.clauses, document))
        alternatives = tuple(self.text_alternatives(given, document, compiler))
        self.faults += compiler.faults
        return Scheme(
            id=given.scheme,
            title=bilingual(given.title),
            summary=bilingual(given.summary),
            in_force_from=day,
            in_force_until=day_of(given.in_force_until or ""),
            state=State(given.state),
            applicants=self.applicants(given, document),
            aliases=tuple(self.aliases(given, document)),
            texts=tuple(given.texts),
            priorities=tuple(given.priorities),
            properties=tuple((FactName(name), value) for name, value in given.properties.items()),
            alternatives=alternatives,
            periods=periods(given.periods),
            readings=found,
            clauses=clauses,
            note=bilingual(given.note) if given.note else None,
            files=(below,),
            place=document.place(("scheme",)),
        )

    def applicants(self, given: shape.SchemeFile, document: Document) -> tuple[str, ...]:
        """Who may apply, each a word of the fact that says it."""
        catalogue = self.vocabulary.catalogue
        words = dict(catalogue[APPLICANT].words) if APPLICANT in catalogue else {}
        for at, name in enumerate(given.applicants):
            if name not in words:
                self.fault(
                    "unknown-word",
                    document,
                    ("applicants", at),
                    f"`{name}` n'est pas une sorte de demandeur : `{APPLICANT}` ne l'a pas",
                    f"`{name}` is no kind of applicant: `{APPLICANT}` does not have it",
                    did_you_mean(name, words),
                )
        return tuple(given.applicants)

    def aliases(self, given: shape.SchemeFile, document: Document) -> Iterator[Alias]:
        """Other names of the scheme, each with the words that give it."""
        for at, alias in enumerate(given.aliases):
            cite = alias.cite
            yield Alias(
                alias.name,
                Citation(
                    cite.document or given.document,
                    cite.heading or given.heading,
                    cite.lines,
                    cite.quote,
                ),
                document.place(("aliases", at)),
                bilingual(alias.note) if alias.note else None,
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

    def known_duties(self, part: Strategy | Scheme) -> None:
        """`as_long_as` names duties beside it that have an end of their own."""
        ended = {
            clause.id
            for clause in part.clauses
            if clause.duty and (clause.duty.end or clause.duty.terms)
        }
        for clause in part.clauses:
            for alternative in clause.alternatives:
                for name in alternative.as_long_as or ():
                    if name not in ended:
                        self.faults.append(
                            Fault(
                                "unknown-duty",
                                clause.place,
                                Text(
                                    f"`as_long_as` nomme `{name}`, qui n'est pas un devoir avec un "
                                    "terme dans ce texte",
                                    f"`as_long_as` names `{name}`, which is no duty with an end in "
                                    "this text",
                                ),
                                did_you_mean(name, ended),
                            )
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
