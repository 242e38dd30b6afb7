"""A company checks itself in a real browser: by mouse, by keyboard, with and without script."""

from playwright.sync_api import Page

from tests.web.asking import Asking
from tests.web.conftest import Window
from tests.web.running import Running
from tests.web.walking import ANSWERS, answer, begin, go_on, heading, jump, names, through, verdict


def test_a_company_reaches_its_result_by_mouse(page: Page) -> None:
    seen = []
    begin(page)
    while page.locator("form#answers").count():
        seen.append(heading(page))
        go_on(page)
    assert seen == [
        "L’entreprise",
        "L’autodiagnostic",
        "Les engagements",
        "Le projet",
        "La demande",
    ]
    assert verdict(page) == "Éligible"
    assert page.locator(".finding.not_met, .finding.unknown").count() == 0


def focused(page: Page) -> str:
    return str(page.evaluate("(document.activeElement.name || '') + ''"))


def reach(page: Page, selector: str) -> None:
    """Tab until the focus is there, and visible."""
    for _ in range(80):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            style = page.evaluate(
                "(({outlineStyle, outlineWidth}) => [outlineStyle, outlineWidth])"
                "(getComputedStyle(document.activeElement))"
            )
            assert style == ["solid", "3px"], selector
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def test_a_company_reaches_its_result_by_keyboard_alone(page: Page) -> None:
    page.goto("/fr/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reach(page, "button[value='pass-transformation-ecologique']")
    page.keyboard.press("Enter")
    page.wait_for_selector("form#answers")
    while page.locator("form#answers").count():
        before = heading(page)
        for name in names(page):
            value = ANSWERS[name]
            if page.locator(f"[type=radio][name$=':{name}']").count():
                reach(page, f"[type=radio][name$=':{name}']")
                page.keyboard.press("Space")
                if value == "false":
                    page.keyboard.press("ArrowDown")
            else:
                reach(page, f"[name='a:{name}']")
                page.keyboard.type(value)
        reach(page, "form#answers .actions button:not(.second)")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "before => document.querySelector('h1').innerText !== before", arg=before
        )
    assert verdict(page) == "Éligible"


def test_all_of_it_works_without_script(window: Window) -> None:
    page = window(java_script_enabled=False)
    begin(page)
    through(page, company__equity="-5 000")
    assert verdict(page) == "Inéligible"
    page.get_by_role("button", name="Modifier : le montant des capitaux propres").first.click()
    go_on(page)
    assert verdict(page) == "Éligible"
    page.get_by_role("button", name="Voir les autres dispositifs").click()
    assert page.locator(".fits > li").count() > 3
    page.get_by_role("button", name="Modifier mes réponses").click()
    assert heading(page) == "Vos réponses"


def test_one_series_of_questions_serves_every_scheme(page: Page) -> None:
    begin(page, scheme="*")
    assert names(page) == ["applicant.kind"]
    for _ in range(40):
        if not page.locator("form#answers").count():
            break
        for name in names(page):
            if name in ANSWERS:
                answer(page, name, ANSWERS[name])
            elif page.locator(f"[name='k:{name}'][value=unknown]").count():
                answer(page, name, "unknown")
            else:
                page.locator(f"[name='a:{name}'][value='?']").check()
        page.get_by_role("button", name="Continuer", exact=True).click()
    assert heading(page) == "Les dispositifs, côte à côte"
    first = page.locator(".fits > li").first
    assert first.locator(".badge").inner_text() == "Éligible"
    assert "Pour d’autres demandeurs" in page.locator("details.whom").inner_text()
    page.get_by_role("button", name="Voir le détail : Pass transformation").click()
    assert verdict(page) == "Éligible"


def test_back_in_the_browser_finds_the_answers_again(page: Page) -> None:
    begin(page)
    go_on(page)
    assert heading(page) == "L’autodiagnostic"
    page.go_back()
    assert heading(page) == "L’entreprise"
    assert page.locator("[name='a:company.headcount']").input_value() == "12"
    assert page.locator("[name='a:company.tax_compliant'][value=true]").is_checked()
    answer(page, "company.headcount", "13")
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.get_by_role("button", name="Voir mes réponses").click()
    assert "13 salariés" in page.locator("dd").all_inner_texts()


def test_the_button_for_the_questions_before_finds_the_answers_again(page: Page) -> None:
    begin(page)
    go_on(page)
    page.get_by_role("button", name="Questions précédentes").click()
    assert heading(page) == "L’entreprise"
    assert page.locator("[name='a:company.headcount']").input_value() == "12"


def test_a_result_that_is_loaded_again_is_the_same(page: Page, worker: Asking) -> None:
    jump(page, worker, "/fr/result")
    before = page.locator("main").inner_text()
    page.reload()
    assert page.locator("main").inner_text() == before


def test_two_windows_with_other_answers_do_not_mix(page: Page, worker: Asking) -> None:
    other = page.context.new_page()
    jump(page, worker, "/fr/questions", request__amount=None)
    jump(other, worker, "/fr/questions", request__amount=None, company__equity="-5 000")
    for each in (page, other):
        each.bring_to_front()
        go_on(each)
    page.reload()
    assert (verdict(page), verdict(other)) == ("Éligible", "Inéligible")


def test_the_other_language_keeps_what_was_typed(page: Page, worker: Asking) -> None:
    begin(page)
    answer(page, "company.headcount", "pas encore")
    answer(page, "company.tax_compliant", "false")
    page.get_by_role("button", name="English").click()
    assert heading(page) == "The company"
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("[name='a:company.headcount']").input_value() == "pas encore"
    assert page.locator("[name='a:company.tax_compliant'][value=false]").is_checked()
    go_on(page)
    assert heading(page) == "The self-diagnosis"
    jump(page, worker, "/en/result")
    assert verdict(page) == "Eligible"
    page.get_by_role("button", name="Français").click()
    assert verdict(page) == "Éligible"


def test_a_mistake_is_told_and_its_link_leads_to_its_field(page: Page) -> None:
    begin(page)
    go_on(page, company__headcount="douze", company__proceedings="some")
    assert page.title().startswith("Erreur")
    links = page.locator(".summary a").all()
    assert len(links) == 2
    for link, name in zip(links, ("a:company.headcount", "k:company.proceedings"), strict=True):
        link.click()
        assert focused(page) == name
    assert page.locator("[name='a:company.equity']").input_value() == "85 000"
    go_on(page)
    assert heading(page) == "L’autodiagnostic"


def test_a_company_that_fails_follows_the_advice_to_eligible(page: Page, worker: Asking) -> None:
    jump(page, worker, "/fr/result", company__tax_compliant="false", request__amount="15000")
    assert verdict(page) == "Inéligible"
    advice = page.locator("section.advice")
    assert "Ce que vous pouvez faire" in advice.inner_text()
    for _ in range(4):
        if verdict(page) == "Éligible":
            break
        first = page.locator("section.advice .set").first
        first.get_by_role("button", name="Changer cette réponse").first.click()
        go_on(page)
    assert verdict(page) == "Éligible"
    assert page.locator("section.advice").count() == 0


def test_nothing_typed_is_said_by_the_process(page: Page, worker: Asking, service: Running) -> None:
    marker = "Marqueur-7319"
    begin(page)
    go_on(page, company__headcount=marker)
    assert marker in page.content()
    jump(page, worker, "/fr/result", project__environmental_measures=marker)
    assert marker in page.content()
    page.request.post("/v1/check", data=f'{{"id": "{marker}", "scheme": "{marker}"')
    first, *others = service.said().splitlines()
    assert service.url in first
    assert set(others) <= {"WARNING:  Invalid HTTP request received."}
    assert marker not in service.said()
