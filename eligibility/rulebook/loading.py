"""
Rule documents made into a region: shapes, then facts, then texts, then schemes.
"""

from collections import Counter
from collections.abc import Iterator

from eligibility.documents import Document, Path
from eligibility.errors import Fault, did_you_mean
from eligibility.language import Text
from eligibility.rulebook import shape
from eligibility.rulebook.clauses import ClauseReader, bilingual, clauses_of, readings
from eligibility.rulebook.conditions import Compiler
from eligibility.rulebook.duties import periods
from eligibility.rulebook.facts_file import FactsReader
from eligibility.rulebook.layout import is_facts_file
from eligibility.rulebook.model import Clause, Region, Scheme, Section, Strategy
from eligibility.rulebook.region import day_of
from eligibility.rulebook.scheme_reader import SchemeReader
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
        reader = SchemeReader(self.documents, self.vocabulary, texts, self.faults)
        schemes = tuple(reader.schemes())
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
        yield from clauses_of(reader, given.clauses, document)
        self.faults += compiler.faults

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
