"""
The files of schemes, checked by their shape, made into schemes.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from eligibility.documents import Document, Path
from eligibility.errors import Fault, did_you_mean
from eligibility.facts import FactName, FactType
from eligibility.language import Text
from eligibility.logic import ALWAYS
from eligibility.rulebook import shape
from eligibility.rulebook.clauses import ClauseReader, bilingual, clauses_of, readings
from eligibility.rulebook.conditions import Compiler, Vocabulary
from eligibility.rulebook.duties import periods
from eligibility.rulebook.model import (
    APPLICANT,
    Alias,
    Citation,
    ReadingId,
    Scheme,
    SchemeAlternative,
    State,
)
from eligibility.rulebook.region import day_of
from eligibility.rulebook.validation import validated

__all__ = ["SchemeReader"]


@dataclass
class SchemeReader:
    """Reads every scheme of *documents*; *texts* are the ids of the texts that they may apply."""

    documents: Mapping[str, Document]
    vocabulary: Vocabulary
    texts: Collection[str]
    faults: list[Fault]

    def fault(
        self, code: str, document: Document, path: Path, fr: str, en: str, hint: Text | None = None
    ) -> None:
        self.faults.append(Fault(code, document.place(path), Text(fr, en), hint))

    def schemes(self) -> Iterator[Scheme]:
        """Each scheme of the documents, in the order of their paths."""
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
            yield self.scheme(given, document, day, below)

    def scheme(self, given: shape.SchemeFile, document: Document, day: date, below: str) -> Scheme:
        others = (t for a in given.alternatives.values() for t in a.texts)
        for name in (*given.texts, *given.priorities, *others):
            if name not in self.texts:
                self.fault(
                    "unknown-text",
                    document,
                    ("texts",),
                    f"le texte `{name}` n'existe pas",
                    f"there is no text `{name}`",
                    did_you_mean(name, self.texts),
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
        root = document.root
        spec = root.get("audience") if isinstance(root, dict) else None
        audience = compiler.condition(spec, ("audience",)) if spec is not None else None
        clauses = tuple(clauses_of(reader, given.clauses, document))
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
            audience=audience or ALWAYS,
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
