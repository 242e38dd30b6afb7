"""
The answers of the API (contract, section 7): the JSON of the command line.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from eligibility.advice import advise
from eligibility.advice import plain as advice
from eligibility.decisions.plain import citation, plain
from eligibility.documents import read_bytes
from eligibility.errors import EligibilityError, EngineError, Fault, InputError, did_you_mean
from eligibility.facts import Dossier, Fact, FactName, read_dossier
from eligibility.interview import Interview, example
from eligibility.language import Lang, Text
from eligibility.rulebook import Clause, Region, Rulebook, Scheme, Strategy
from eligibility.rulebook.blank import needed_facts
from eligibility.rulebook.region import day_of
from eligibility.rulebook.sentence import clause_sentence
from eligibility.web.checks import Checks, readings
from eligibility.web.messages import JSON, Reply, Request
from eligibility.web.problems import problem, refused

__all__ = ["answer"]


def answer(checks: Checks, request: Request) -> Reply:
    """The reply to a call below `/v1`; whatever the caller sent wrong is a problem document."""
    lang = Lang.EN if request.asked("lang")[:1] == ["en"] else Lang.FR
    try:
        return _Call(checks, request, lang).reply()
    except EngineError:
        raise
    except InputError as error:
        return problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "unfit",
            Text("Le dossier ne convient pas", "The dossier does not fit")[lang],
            error.faults,
            lang,
        )
    except _UnknownError as error:
        return problem(HTTPStatus.NOT_FOUND, "unknown", error.title[lang], error.faults, lang)
    except EligibilityError as error:
        return problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            error.faults[0].code,
            Text("La demande ne convient pas", "The call does not fit")[lang],
            error.faults,
            lang,
        )


class _UnknownError(Exception):
    """Something that does not exist is asked for by its name."""

    def __init__(self, title: Text, hint: Text | None = None) -> None:
        self.title = title
        self.faults = [Fault("unknown", None, title, hint)]
        super().__init__(title.en)


@dataclass(frozen=True)
class _Call:
    checks: Checks
    request: Request
    lang: Lang

    def reply(self) -> Reply:
        steps = self.request.path.removeprefix("/v1/").split("/", 1)
        match self.request.method, steps:
            case "POST", ["check"]:
                return self.check()
            case "POST", ["next-question"]:
                return self.next_question()
            case "POST", ["advise"]:
                return self.advise()
            case "GET", ["schemes"]:
                return self.schemes()
            case "GET", ["clauses", name]:
                return self.clause(name)
            case "GET", ["rulebooks"]:
                return self.rulebooks()
            case _:
                return refused(
                    HTTPStatus.NOT_FOUND,
                    "unknown",
                    "Adresse inconnue",
                    "Unknown address",
                    self.lang,
                )

    def check(self) -> Reply:
        dossier, as_of, chosen = self.dossier()
        decision = self.checks.decision(dossier, as_of, chosen)
        found = plain(decision, self.lang)
        found["advice"] = advice.summary(advise(decision), self.lang)
        return self.json(found, decision.program.rulebook)

    def advise(self) -> Reply:
        dossier, as_of, chosen = self.dossier()
        decision = self.checks.decision(dossier, as_of, chosen)
        return self.json(advice.plain(advise(decision), self.lang), decision.program.rulebook)

    def next_question(self) -> Reply:
        dossier, as_of, chosen = self.dossier()
        made = self.checks.program(dossier.scheme, as_of, chosen)
        interview = Interview((made,), dossier, as_of, self.passed())
        found = interview.next_question()
        progress = interview.progress()
        answer_ = {
            "schema": "eligibility/next-question@1",
            "dossier": dossier.id,
            "scheme": dossier.scheme,
            "evaluated_on": as_of.isoformat(),
            "rulebook": _version(made.rulebook),
            "question": None if found is None else _question(found, self.lang),
            "progress": {
                "answered": progress.answered,
                "left_at_most": progress.left,
                "clauses_closed": progress.closed,
                "clauses": progress.clauses,
            },
        }
        return self.json(answer_, made.rulebook)

    def schemes(self) -> Reply:
        as_of = self.day() or self.request.today
        rulebook = self.checks.rulebook(as_of)
        found = [_scheme(rulebook, scheme, as_of, self.lang) for scheme in rulebook.schemes]
        body = {
            "schema": "eligibility/schemes@1",
            "on": as_of.isoformat(),
            "rulebook": _version(rulebook),
            "schemes": found,
        }
        return self.json(body, rulebook)

    def clause(self, name: str) -> Reply:
        as_of = self.day() or self.request.today
        rulebook = self.checks.rulebook(as_of)
        for part in rulebook.parts:
            for clause in part.clauses:
                if clause.id == name:
                    found = {
                        "schema": "eligibility/clause@1",
                        "on": as_of.isoformat(),
                        "rulebook": _version(rulebook),
                        **_clause(clause, part, self.checks.region, self.lang),
                    }
                    return self.json(found, rulebook)
        raise _UnknownError(
            Text(f"la clause `{name[:60]}` n'existe pas", f"there is no clause `{name[:60]}`"),
            did_you_mean(name[:60], [clause.id for clause in rulebook.clauses()]),
        )

    def rulebooks(self) -> Reply:
        region = self.checks.region
        days = sorted({part.in_force_from for part in region.parts})
        found = []
        for first in days:
            rulebook = self.checks.rulebook(first)
            found.append(
                {
                    "region": region.name,
                    "from": first.isoformat(),
                    **_version(rulebook),
                    "files": [{"path": path, "sha256": sha} for path, sha in rulebook.files],
                }
            )
        body = {"schema": "eligibility/rulebooks@1", "rulebooks": found}
        return self.json(body, self.checks.rulebook(days[-1]))

    def dossier(self) -> tuple[Dossier, date, dict[str, str]]:
        """The dossier of the body, the day it is evaluated on, and the readings asked for."""
        name = "dossier.json" if self.request.media == JSON else "dossier.yaml"
        region = self.checks.region
        chosen = readings(self.request.asked("reading"))
        day = self.day()
        found = read_dossier(
            read_bytes(self.request.body, name), region.catalogue, region.scheme_ids
        )
        return found, day or found.submitted_on or self.request.today, chosen

    def day(self) -> date | None:
        given = self.request.asked("on")
        if not given:
            return None
        found = day_of(given[0])
        if found is not None:
            return found
        raise EligibilityError(
            [
                Fault(
                    "wrong-day",
                    None,
                    Text(
                        "`on` n'est pas un jour du calendrier",
                        "`on` is not a day of the calendar",
                    ),
                    Text("écrivez par exemple on=2023-02-01", "write such as on=2023-02-01"),
                    "on",
                )
            ]
        )

    def passed(self) -> frozenset[FactName]:
        catalogue = self.checks.region.catalogue
        known = [fact.name for fact in catalogue.stated()]
        faults = [
            Fault(
                "unknown-fact",
                None,
                Text(f"la donnée `{name[:60]}` n'existe pas", f"there is no fact `{name[:60]}`"),
                did_you_mean(name[:60], known),
                "unknown",
            )
            for name in self.request.asked("unknown")
            if name not in known
        ]
        if faults:
            raise EligibilityError(faults)
        return frozenset(map(FactName, self.request.asked("unknown")))

    def json(self, body: Mapping[str, Any], rulebook: Rulebook) -> Reply:
        data = json.dumps(body, ensure_ascii=False).encode()
        return Reply(HTTPStatus.OK, JSON, data, rulebook.digest)


def _version(rulebook: Rulebook) -> dict[str, str]:
    return {"version": rulebook.version, "digest": rulebook.digest}


def _question(fact: Fact, lang: Lang) -> dict[str, Any]:
    def said(text: Text | None) -> str | None:
        return text[lang] if text else None

    return {
        "fact": fact.name,
        "type": fact.type.value,
        "question": (fact.question or fact.label)[lang],
        "label": fact.label[lang],
        "help": said(fact.help),
        "unit": "EUR" if fact.type.value == "amount" else fact.unit,
        "example": example(fact, lang),
        "words": [{"word": word, "label": label[lang]} for word, label in fact.words],
        "evidence": said(fact.evidence),
        "answered_by": list(fact.answered_by),
    }


def _scheme(rulebook: Rulebook, scheme: Scheme, as_of: date, lang: Lang) -> dict[str, Any]:
    return {
        "id": scheme.id,
        "title": scheme.title[lang],
        "summary": scheme.summary[lang],
        "in_force_from": scheme.in_force_from.isoformat(),
        "texts": list(scheme.texts),
        "clauses": [clause.id for clause in scheme.clauses],
        "facts": list(needed_facts(rulebook, scheme.id, as_of)),
    }


def _clause(clause: Clause, part: Strategy | Scheme, region: Region, lang: Lang) -> dict[str, Any]:
    known = {reading.id: reading for reading in part.readings}
    taken = dict.fromkeys(each.reading for each in clause.alternatives if each.reading in known)
    return {
        "clause": clause.id,
        "title": clause.title[lang],
        "part_of": part.id,
        "kind": clause.kind.value,
        "stage": clause.stage.value,
        "sentence": clause_sentence(clause.guard, clause.requirement, region, lang),
        "citation": citation(clause.citation),
        "note": clause.note[lang] if clause.note else None,
        "readings": [
            {
                "reading": name,
                "title": known[name].title[lang],
                "default": known[name].default[lang],
                "alternatives": {key: text[lang] for key, text in known[name].alternatives},
            }
            for name in taken
        ],
    }
