"""A person who goes through the questions in a browser."""

import time
from collections.abc import Mapping, Sequence

from playwright.sync_api import Page

from eligibility.web.state import written
from tests.web.asking import SCHEME, Asking, state_of
from tests.web.running import SECRET

__all__ = [
    "ANSWERS",
    "answer",
    "begin",
    "go_on",
    "heading",
    "jump",
    "names",
    "send",
    "through",
    "verdict",
]

ANSWERS: Mapping[str, str] = {
    "applicant.kind": "company",
    "company.headcount": "12",
    "company.equity": "85 000",
    "company.tax_compliant": "true",
    "company.social_compliant": "true",
    "company.proceedings": "none",
    "self_diagnosis.done": "true",
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
        f"commitments.{name}": "true"
        for name in (
            "environmental_footprint",
            "energy_efficiency",
            "non_discrimination",
            "risk_prevention",
            "no_illegal_work",
            "career_development",
        )
    },
    "project.real_estate": "false",
    "project.environmental_measures": "Isolation",
    "request.amount": "8000",
}
"""What leads to "Éligible" for the Pass transformation écologique."""


def begin(page: Page, lang: str = "fr", scheme: str = SCHEME) -> None:
    """From the home page to the first questions."""
    page.goto(f"/{lang}/")
    with page.expect_navigation():
        page.locator(f"main button[name=scheme][value='{scheme}']").first.click()


def answer(page: Page, name: str, value: str) -> None:
    """Types or ticks the answer to one question."""
    field = page.locator(f"[name='a:{name}']").first
    kind = field.get_attribute("type")
    if value in ("none", "some", "unknown"):
        page.locator(f"[name='k:{name}'][value='{value}']").check()
    elif kind == "radio":
        page.locator(f"[name='a:{name}'][value='{value}']").check()
    else:
        field.fill(value)


def names(page: Page) -> list[str]:
    """The questions on the page."""
    found = page.locator("[name=q]").all()
    return [each.get_attribute("value") or "" for each in found]


def go_on(page: Page, **answers: str) -> None:
    """Answers every question of the page and goes on."""
    given = {**ANSWERS, **{key.replace("__", "."): value for key, value in answers.items()}}
    for name in names(page):
        answer(page, name, given[name])
    with page.expect_navigation():
        page.locator("form#answers .actions button:not(.second)").click()


def through(page: Page, **answers: str) -> None:
    """From the first questions to the result."""
    for _ in range(12):
        if not page.locator("form#answers").count():
            return
        go_on(page, **answers)
    raise AssertionError("the questions do not end")


def heading(page: Page) -> str:
    """What the page is called."""
    return page.locator("h1").inner_text()


def verdict(page: Page) -> str:
    """What is concluded."""
    return page.locator(".verdict .word").inner_text()


def send(page: Page, path: str, fields: Mapping[str, str | Sequence[str]]) -> None:
    """Sends a form from a page that is open, as one of its own would be sent."""
    with page.expect_navigation():
        page.evaluate(
            """([path, fields]) => {
                const form = Object.assign(document.createElement("form"), {method: "post", action: path});
                for (const [name, values] of fields) for (const value of [values].flat()) {
                    const field = Object.assign(document.createElement("textarea"), {name, value});
                    form.append(field);
                }
                document.body.append(form);
                form.submit();
            }""",
            [path, [[name, value] for name, value in fields.items()]],
        )


def jump(page: Page, worker: Asking, path: str, **changes: str | None) -> None:
    """Straight to a page of an interview with ANSWERS, but for some *changes* (None: not answered)."""
    named = {name.replace("__", "."): value for name, value in changes.items()}
    given = {name: value for name, value in {**ANSWERS, **named}.items() if value is not None}
    state = written(
        state_of(worker, given),
        worker.service.checks.region,
        SECRET.encode(),
        int(time.time()),
    )
    if not page.url.startswith("http"):
        page.goto("/fr/about")
    send(page, path, {"state": state})
