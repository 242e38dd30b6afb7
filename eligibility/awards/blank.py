"""
An award file to complete, begun with what the dossier knows.
"""

import json
from collections.abc import Iterator

from eligibility.facts import Dossier, FactName
from eligibility.facts.values import plain, shown
from eligibility.language import Lang, Text
from eligibility.rulebook import Region

__all__ = ["blank_award"]


def blank_award(region: Region, scheme: str | None, dossier: Dossier | None, lang: Lang) -> str:
    """The file as text; what is not known stays empty, with a word on what it is."""
    return "\n".join(_Writer(region, scheme, dossier, lang).lines()) + "\n"


class _Writer:
    def __init__(
        self, region: Region, scheme: str | None, dossier: Dossier | None, lang: Lang
    ) -> None:
        self.region = region
        self.scheme = dossier.scheme if dossier else scheme
        self.dossier = dossier
        self.lang = lang

    def say(self, fr: str, en: str) -> str:
        return Text(fr, en)[self.lang]

    def known(self, name: str) -> str:
        """The value of a fact of the dossier as YAML; nothing where it is not known."""
        stated = self.dossier.stated.get(FactName(name)) if self.dossier else None
        if stated is None or isinstance(stated.value, tuple):
            return ""
        value = plain(self.region.catalogue[name], stated.value)
        if isinstance(value, str):
            is_day = stated.value != value  # a day is an ordinal inside
            return f" {value}" if is_day else f" {json.dumps(value, ensure_ascii=False)}"
        return f" {json.dumps(value)}"

    def in_words(self, name: str) -> str:
        stated = self.dossier.stated.get(FactName(name)) if self.dossier else None
        if stated is None or isinstance(stated.value, tuple):
            return ""
        return shown(self.region.catalogue[name], stated.value, self.lang)

    def lines(self) -> Iterator[str]:
        yield from self.agreed()
        yield ""
        yield from self.promised()

    def agreed(self) -> Iterator[str]:
        """What, with whom, when."""
        say = self.say
        yield say(
            "# Ce qui n'est pas connu reste vide : jamais zéro, jamais faux.",
            "# What is not known stays empty: never zero, never false.",
        )
        yield "id: " + say("A-COMPLETER", "TO-FILL-IN")
        if self.dossier:
            yield f"dossier: {json.dumps(self.dossier.id, ensure_ascii=False)}"
        else:
            yield "dossier:"
        if self.scheme is None:
            yield say("# Dispositifs : ", "# Schemes: ") + ", ".join(self.region.scheme_ids)
        yield f"scheme: {self.scheme or ''}".rstrip()
        yield say(
            "# Jour de signature de la convention : il dit quelles règles s'appliquent",
            "# The day the convention was signed: it says which rules apply",
        )
        yield "signed_on:"
        asked = self.in_words("request.amount")
        yield say("# Aide versée, en euros", "# Aid paid, in euros") + (
            say(f" (demandé : {asked})", f" (asked: {asked})") if asked else ""
        )
        yield "amount:"
        yield ""
        yield "company:"
        yield f"  siren:{self.known('company.siren')}"
        yield say(
            "  # pme (les TPE en sont), eti ou ge, à la signature ; ou les trois chiffres",
            "  # pme (micro-enterprises too), eti or ge, at signature; or the three figures",
        )
        yield "  size:"
        for key in ("headcount", "turnover", "balance_sheet"):
            yield f"  {key}:{self.known(f'company.{key}')}"
        if "company.tourism" in self.region.catalogue:
            yield say(
                "  # true si c'est une entreprise touristique, sinon false",
                "  # true for a tourism company, else false",
            )
            yield f"  tourism:{self.known('company.tourism')}"
        yield ""
        if self.dossier:
            yield say(
                "# Jours du projet tel que demandé : à confirmer",
                "# Days of the project as applied for: to be confirmed",
            )
        yield "programme:"
        yield f"  starts_on:{self.known('project.starts_on')}"
        yield f"  ends_on:{self.known('project.ends_on')}"
        yield ""
        yield "site:"
        yield "  siret:"
        seat = self.in_words("company.commune")
        if seat:
            yield say(f"  # siège : {seat}", f"  # head office: {seat}")
        yield "  commune:"

    def promised(self) -> Iterator[str]:
        """What is to be kept, and what happens to it."""
        say = self.say
        yield say(
            "# Postes aidés : maintenus, et créés par le projet",
            "# Aided posts: kept, and created by the project",
        )
        yield "jobs_kept:"
        yield f"jobs_created:{self.known('project.jobs_created')}"
        yield say(
            '# [] = aucun ; sinon {id: I1, label: "…", amount: 80000}',
            '# [] = none; else {id: I1, label: "…", amount: 80000}',
        )
        yield "investments:"
        yield say(
            "# true si l'aide est une aide à l'innovation (devoirs sur la R&D), sinon false",
            "# true for an innovation aid (duties on R&D), else false",
        )
        yield "innovation:"
        yield say(
            "# SIREN des partenaires et sous-traitants du plan de financement validé, [] si aucun",
            "# SIREN of the partners and subcontractors of the validated plan, [] for none",
        )
        yield "partners:"
        yield say(
            "# Seulement si la convention prévoit un prorata, par exemple {jobs: share, activity: time}",
            "# Only where the convention has a pro rata, such as {jobs: share, activity: time}",
        )
        yield "convention:"
        yield "  pro_rata:"
        yield ""
        yield say(
            "# Ce qui arrive : {id: E1, on: 2025-06-30, kind: job_count, jobs: 12}",
            "# What happens: {id: E1, on: 2025-06-30, kind: job_count, jobs: 12}",
        )
        yield "events: []"
