"""No barrier that axe-core finds, and what it does not look for, on every page."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from tests.web.asking import Asking
from tests.web.running import Running
from tests.web.walking import ANSWERS, jump, send

OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
WIDTHS: dict[str, list[tuple[int, dict[str, Any]]]] = {
    "fr": [(1280, OPTIONS)],
    "en": [(360, OPTIONS)],
}
BOOK = ["", "about", "clauses", "clauses/SRDEII-A27-E3", "schemes/contrat-3s", "nowhere"]
TOPICS = [
    "company.headcount",
    "self_diagnosis.done",
    "commitments.no_illegal_work",
    "project.real_estate",
    "request.amount",
]
TESTED_WITH_MISTAKES = ("self_diagnosis", "commitments", "project", "request")
"""Pages whose every part stands again beside the mistakes."""
FIELDS = """() => [...document.querySelectorAll("input:not([type=hidden]), textarea, button")]
  .filter(each => !(each.labels && each.labels.length) && !each.textContent.trim())
  .map(each => each.outerHTML)"""
IDS = """() => [...document.querySelectorAll("[id]")].map(each => each.id)
  .filter((id, at, every) => every.indexOf(id) !== at)"""
REFERENCES = """() => [...document.querySelectorAll("[aria-describedby], [aria-labelledby], label[for]")]
  .flatMap(each => [each.getAttribute("aria-describedby"), each.getAttribute("aria-labelledby"), each.htmlFor])
  .flatMap(each => (each || "").split(" ")).filter(id => id && !document.getElementById(id))"""


@pytest.fixture(scope="module")
def bare(chromium: Browser, service: Running) -> Iterator[Page]:
    """A page that lets axe's script in, which the service's own headers forbid."""
    context = chromium.new_context(base_url=service.url, bypass_csp=True)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def pages(page: Page, worker: Asking, lang: str) -> Iterator[tuple[str, bool]]:
    """Opens every page, one after the other: its name, and whether it tells mistakes."""
    for path in BOOK:
        page.goto(f"/{lang}/{path}")
        yield path or "home", False
    for name in TOPICS:
        topic = name.partition(".")[0]
        without = {each: None for each in ANSWERS if each.startswith(topic)}
        jump(page, worker, f"/{lang}/questions", **without)
        yield topic, False
        page.evaluate(
            "document.querySelectorAll('textarea, [type=text]').forEach(e => e.value = '')"
        )
        with page.expect_navigation():
            page.locator("form#answers .actions button:not(.second)").click()
        yield f"{topic} with mistakes", True
    jump(page, worker, f"/{lang}/answers")
    yield "answers", False
    outcomes: dict[str, dict[str, str | None]] = {
        "eligible": {},
        "ineligible": {"company.equity": "-12", "company.tax_compliant": "false"},
        "incomplete": {"company.equity": None, "self_diagnosis.done": None},
    }
    for outcome, changes in outcomes.items():
        jump(page, worker, f"/{lang}/result", **changes)
        assert page.locator(f".verdict.{outcome}").count() == 1
        yield outcome, False
    jump(page, worker, f"/{lang}/fit")
    yield "fit", False
    send(page, f"/{lang}/questions", {"state": "garbage", "a:company.equity": "12"})
    yield "lost answers", False
    send(page, f"/{lang}/open", {"file": ""})
    yield "no file", False


def barriers(page: Page, options: dict[str, Any]) -> list[Any]:
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = Axe().run(page, options=options).response["violations"]
    return [
        (each["id"], each["impact"], [node["html"] for node in each["nodes"]][:3])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("lang", ["fr"])
def test_no_page_has_a_barrier(bare: Page, worker: Asking, lang: str) -> None:
    titles: dict[str, str] = {}
    wrong: dict[str, Any] = {}
    for name, is_wrong in pages(bare, worker, lang):
        assert bare.locator("h1").count() == 1, name
        assert bare.locator("html").get_attribute("lang") == lang
        prefix = {"fr": "Erreur : ", "en": "Error: "}[lang]
        assert bare.title().startswith(prefix) == is_wrong, name
        titles.setdefault(bare.title(), name)
        assert bare.evaluate(FIELDS) == [], name
        assert bare.evaluate(IDS) == [], name
        assert bare.evaluate(REFERENCES) == [], name
        levels = bare.locator("main :is(h1, h2, h3, h4)").evaluate_all(
            "all => all.filter(e => e.checkVisibility()).map(e => +e.tagName[1])"
        )
        assert levels.count(1) == 1, name
        steps = [after - before for before, after in pairwise(levels)]
        assert max(steps, default=0) <= 1, (name, levels)
        if name in TESTED_WITH_MISTAKES:
            continue
        for width, options in WIDTHS[lang]:
            bare.set_viewport_size({"width": width, "height": 800})
            if found := barriers(bare, options):
                wrong[f"{name} at {width}"] = found
    assert wrong == {}
    assert len(titles) == len(BOOK) + 2 * len(TOPICS) + 5


def test_the_link_over_the_navigation_leads_to_the_content(bare: Page) -> None:
    bare.goto("/fr/clauses")
    bare.keyboard.press("Tab")
    bare.keyboard.press("Enter")
    assert bare.evaluate("document.activeElement.id") == "content"


def test_every_mistake_is_said_to_a_screen_reader_at_its_field(bare: Page) -> None:
    bare.goto("/fr/")
    bare.locator("button[value='contrat-3s']").click()
    bare.locator("[name='a:company.equity']").fill("beaucoup")
    bare.locator("form#answers .actions button:not(.second)").click()
    field = bare.locator("[name='a:company.equity']")
    assert field.get_attribute("aria-invalid") == "true"
    ids = (field.get_attribute("aria-describedby") or "").split()
    assert "e-company.equity" in ids
    assert "beaucoup" in bare.locator("[id='e-company.equity']").inner_text()
    assert bare.locator(".summary").get_attribute("role") == "alert"
