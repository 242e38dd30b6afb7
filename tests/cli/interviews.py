"""What a person types in a self-check, in the order in which it is asked."""

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from eligibility.facts import Dossier
from eligibility.interview import Interview, read_answer
from eligibility.language import Lang
from eligibility.rulebook import in_force, load_region, program
from tests.cli.conftest import Run
from tests.conftest import ROOT
from tests.interview.making import DAY

__all__ = [
    "DAY",
    "ENGLISH",
    "FRENCH",
    "LINES",
    "ON",
    "PASS",
    "QUESTIONS",
    "REGION",
    "Talk",
    "checked",
    "flat",
    "talk",
    "typed_for",
]

PASS = "pass-transformation-ecologique"
REGION = load_region(ROOT / "rules" / "occitanie")
FRENCH: Mapping[str, str] = {
    "company.headcount": "12",
    "company.turnover": "1 450 000",
    "company.balance_sheet": "900 000 €",
    "company.equity": "85 000,50",
    "company.tax_compliant": "oui",
    "company.social_compliant": "oui",
    "company.proceedings": "aucune",
    "company.tourism": "non",
    "self_diagnosis.done": "oui",
    "self_diagnosis.module": "1",
    **{
        f"self_diagnosis.axes.{axis}": "55"
        for axis in (
            "impact_strategy",
            "social_impact",
            "ecological_impact",
            "power_sharing",
            "value_sharing",
        )
    },
    **{
        f"commitments.{name}": "oui"
        for name in (
            "environmental_footprint",
            "energy_efficiency",
            "non_discrimination",
            "risk_prevention",
            "no_illegal_work",
            "career_development",
        )
    },
    "project.real_estate": "non",
    "project.environmental_measures": "Isolation, récupération de chaleur",
    "request.amount": "8 000",
    "request.grant": "8 000",
    "request.instrument": "subvention",
}
ENGLISH: Mapping[str, str] = {
    **{name: {"oui": "yes", "non": "no"}.get(text, text) for name, text in FRENCH.items()},
    "company.equity": "€85,000.50",
    "company.balance_sheet": "900,000",
    "company.proceedings": "none",
    "request.amount": "8,000",
    "request.instrument": "grant",
}


def typed_for(
    answers: Mapping[str, str], scheme: str = PASS, lang: Lang = Lang.FR
) -> list[tuple[str, str]]:
    """Each question in the order in which it comes, with what is typed; `?` where *answers* has none."""
    made = program(in_force(REGION, DAY), scheme, DAY)
    interview = Interview((made,), Dossier("D", scheme, None, {}), DAY)
    found: list[tuple[str, str]] = []
    while fact := interview.next_question():
        text = answers.get(fact.name, "?")
        found.append((fact.name, text))
        if text == "?":
            interview = interview.unknown(fact.name)
        else:
            parts = [text]
            if fact.is_words:
                parts = [] if text in ("aucune", "none") else text.split(", ")
            elif text == "1":
                parts = [fact.words[0][0]]
            interview = interview.answered(fact.name, read_answer(fact, parts, lang))
    return found


ON = ("--on", DAY.isoformat())
QUESTIONS = typed_for(FRENCH)
LINES = [text for _, text in QUESTIONS]
Talk = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def talk(run: Run, tmp_path: Path) -> Talk:
    """A self-check with the lines that a person types."""

    def start(
        lines: list[str], *options: str, scheme: str | None = PASS, **more: Any
    ) -> "subprocess.CompletedProcess[str]":
        named = ["--scheme", scheme] if scheme else []
        text = "".join(f"{line}\n" for line in lines)
        return run("self-check", *named, *ON, *options, input=text, cwd=tmp_path, **more)

    return start


def checked(run: Run, path: Path) -> dict[str, Any]:
    done = run("check", path, "--json", *ON)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def flat(text: str) -> str:
    return " ".join(text.split())
