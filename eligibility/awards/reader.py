"""
A document read into an award, with every fault of it at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from eligibility.awards import fields
from eligibility.awards.award import Award, Programme, Site
from eligibility.awards.event_reader import EventReader
from eligibility.awards.promises_reader import PromisesReader
from eligibility.documents import Document, Value
from eligibility.errors import Fault, InputError, did_you_mean
from eligibility.facts import FactName, Facts
from eligibility.facts import Value as FactValue
from eligibility.facts.coherence import has_wrong_key
from eligibility.facts.typed import TypedReader, is_absent
from eligibility.language import Text
from eligibility.rulebook import Region
from eligibility.rulebook.sizes import SIZES, possible_sizes

__all__ = ["read_award"]


def read_award(document: Document, region: Region) -> Award:
    """
    The award in *document*.

    Raises:
        InputError: unknown keys, values that do not fit, no id, scheme or day
            of signature, parts that contradict each other; every fault of the
            file at once.
    """
    return _Reader(document, region).award()


class _Reader(TypedReader):
    def __init__(self, document: Document, region: Region) -> None:
        super().__init__(document)
        self.region = region

    def award(self) -> Award:
        root = self.document.root
        if not isinstance(root, dict):
            self.fault(
                "not-a-mapping",
                (),
                Text(
                    "une aide est une suite de lignes `clé: valeur`, pas une liste ou un texte",
                    "an award is made of `key: value` lines, not a list or a text",
                ),
                Text("commencez par `id:` et `scheme:`", "begin with `id:` and `scheme:`"),
            )
            raise InputError(self.faults)
        self.known_keys(root, fields.TOP, ())
        company = self.lines(root.get("company"), fields.COMPANY, ("company",))
        self.text(company.get("name"), ("company", "name"))
        facts = self.figures(company)
        site = self.lines(root.get("site"), tuple(fields.SITE), ("site",))
        promises = PromisesReader(self)
        jobs, kept, created = promises.jobs(root)
        investments = promises.investments(root.get("investments"))
        events = EventReader(self, investments)
        found = Award(
            id=self.wanted(
                root, "id", Text("par exemple CONV-2023-0042", "such as CONV-2023-0042")
            ),
            scheme=self.scheme(root),
            signed_on=self.signed_on(root),
            dossier=self.text(root.get("dossier"), ("dossier",)),
            siren=self.code(fields.SIREN, company.get("siren"), ("company", "siren")),
            size=self.size(company, facts),
            facts=facts,
            amount=self.whole(fields.AMOUNT, root.get("amount"), ("amount",)),
            programme=self.programme(root),
            site=Site(
                *(
                    self.code(fact, site.get(key), ("site", key))
                    for key, fact in fields.SITE.items()
                )
            ),
            jobs=jobs,
            jobs_kept=kept,
            jobs_created=created,
            investments=investments,
            innovation=self.truth(root.get("innovation"), ("innovation",)),
            partners=promises.partners(root.get("partners")),
            pro_rata=promises.pro_rata(root),
            events=events.events(root.get("events")),
        )
        self.ended_after_start(found)
        if self.faults:
            raise InputError(self.in_file_order())
        return replace(found, warnings=tuple(self.doubts(found)))

    def wanted(self, root: Mapping[str, Value], key: str, hint: Text) -> str:
        """A text without which the file means nothing."""
        before = len(self.faults)
        value = self.text(root.get(key), (key,)) or ""
        if not value.strip() and len(self.faults) == before:
            self.fault(
                f"no-{key}",
                (key,),
                Text(f"l'aide n'a pas de `{key}`", f"the award has no `{key}`"),
                hint,
            )
        return value

    def scheme(self, root: Mapping[str, Value]) -> str:
        known = self.region.scheme_ids
        offered = Text(
            "dispositifs connus : " + ", ".join(known), "known schemes: " + ", ".join(known)
        )
        value = self.wanted(root, "scheme", offered)
        if value.strip() and value not in known:
            self.fault(
                "unknown-scheme",
                ("scheme",),
                Text(f"le dispositif `{value}` n'existe pas", f"there is no scheme `{value}`"),
                did_you_mean(value, known) or offered,
            )
        return value

    def signed_on(self, root: Mapping[str, Value]) -> date:
        """The day of signature, which says which rules apply: it must be known."""
        if is_absent(root.get("signed_on")):
            self.fault(
                "no-signature",
                ("signed_on",),
                Text(
                    "le jour de signature de la convention (`signed_on`) manque",
                    "the day the convention was signed (`signed_on`) is missing",
                ),
                Text(
                    "les règles applicables sont celles de ce jour : ajoutez-le",
                    "the rules that apply are those of that day: add it",
                ),
            )
        return self.day(root.get("signed_on"), ("signed_on",)) or date.min

    def programme(self, root: Mapping[str, Value]) -> Programme:
        content = self.lines(root.get("programme"), fields.PROGRAMME, ("programme",))
        starts, ends = (self.day(content.get(key), ("programme", key)) for key in fields.PROGRAMME)
        if starts and ends and ends < starts:
            self.fault(
                "ends-before-start",
                ("programme", "ends_on"),
                Text(
                    f"le programme finit le {ends}, avant son début le {starts}",
                    f"the programme ends on {ends}, before it starts on {starts}",
                ),
                Text("vérifiez les deux jours", "check the two days"),
            )
        return Programme(starts, ends)

    def ended_after_start(self, award: Award) -> None:
        """Notes a programme that is said to have ended before it started."""
        starts = award.programme.starts_on
        for event in award.events:
            if event.kind == "programme_ended" and starts and event.on < starts:
                self.fault(
                    "ends-before-start",
                    ("events", event.number, "on"),
                    Text(
                        f"le programme est dit fini le {event.on}, avant son début le {starts}",
                        f"the programme is said to have ended on {event.on}, before it started on "
                        f"{starts}",
                    ),
                    Text("vérifiez les deux jours", "check the two days"),
                )

    def figures(self, company: Mapping[str, Value]) -> Facts:
        """The company's figures at signature, read as the catalogue has them."""
        found: dict[FactName, FactValue] = {}
        for key in fields.SHARED:
            name = FactName(f"company.{key}")
            if name in self.region.catalogue:
                fact = self.region.catalogue[name]
                value = self.scalar(fact, company.get(key), ("company", key))
                if value is not None:
                    found[name] = value
        return found

    def size(self, company: Mapping[str, Value], facts: Facts) -> str | None:
        """The size as stated; one that the figures exclude is a fault."""
        word = self.text(company.get("size"), ("company", "size"))
        if word is not None and word not in SIZES:
            self.fault(
                "unknown-size",
                ("company", "size"),
                Text(f"la taille `{word}` n'existe pas", f"there is no size `{word}`"),
                did_you_mean(word, SIZES)
                or Text(
                    "écrivez pme (les TPE en sont), eti ou ge",
                    "write pme (micro-enterprises too), eti or ge",
                ),
            )
            return None
        if word is not None and not possible_sizes(facts, self.region, word):
            self.fault(
                "size-contradicted",
                ("company", "size"),
                Text(
                    f"la taille `{word}` contredit les chiffres donnés (effectif, chiffre "
                    "d'affaires, bilan)",
                    f"the size `{word}` contradicts the figures given (headcount, turnover, "
                    "balance sheet)",
                ),
                Text(
                    "gardez la taille ou les chiffres, à la signature (décret 2008-1354, art. 3)",
                    "keep the size or the figures, at signature (décret 2008-1354, art. 3)",
                ),
            )
        return word

    def doubts(self, award: Award) -> Iterator[Fault]:
        """What looks wrong in the numbers: warnings, never refusals."""
        siret = award.site.siret
        for name, digits in (("company.siren", award.siren), ("site.siret", siret)):
            if digits and has_wrong_key(digits):
                yield self.doubt(
                    "checksum",
                    name,
                    f"`{name}` vaut {digits} : sa clé de contrôle est fausse, à vérifier",
                    f"`{name}` is {digits}: its check digit is wrong, please verify",
                )
        if award.siren and siret and not siret.startswith(award.siren):
            yield self.doubt(
                "other-company",
                "site.siret",
                f"le site {siret} n'est pas un établissement du SIREN {award.siren}",
                f"the site {siret} is not an establishment of SIREN {award.siren}",
            )

    def doubt(self, code: str, name: str, fr: str, en: str) -> Fault:
        return Fault(code, self.document.place(tuple(name.split("."))), Text(fr, en), None, name)
