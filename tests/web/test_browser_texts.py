"""What a person types or pastes stays text: long, right to left, or meant to be run."""

from playwright.sync_api import Dialog, Page

from tests.web.asking import SCHEME, Asking, asked, carried
from tests.web.walking import ANSWERS, answer, begin, go_on, heading, jump, send, verdict

NAME = "project.environmental_measures"
EVIL = (
    "\"'><script>window.hit=1</script><img src=x onerror=window.hit=1>"
    "<svg/onload=window.hit=1></textarea><iframe src=javascript:parent.hit=1>{{7*7}}${7*7}"
)


def test_ten_thousand_signs_are_taken_and_one_more_is_told(page: Page, worker: Asking) -> None:
    jump(page, worker, "/fr/questions", project__environmental_measures=None)
    page.locator(f"[name='a:{NAME}']").evaluate("e => e.removeAttribute('maxlength')")
    page.locator(f"[name='a:{NAME}']").fill("é" * 10_001)
    page.get_by_role("button", name="Continuer", exact=True).click()
    assert page.title().startswith("Erreur")
    assert "10000" in page.locator(".mistake").inner_text()
    field = page.locator(f"[name='a:{NAME}']")
    assert field.input_value() == "é" * 10_001
    field.fill("é" * 10_000)
    page.get_by_role("button", name="Continuer", exact=True).click()
    assert verdict(page) == "Éligible"
    assert "é" * 10_000 in (page.locator("section.print").text_content() or "")


def test_a_text_from_right_to_left_is_shown_as_it_was_pasted(page: Page, worker: Asking) -> None:
    text = "عزل السطح (10 m²) \u05d1\u05d9\u05d3\u05d5\u05d3 100 %"
    jump(page, worker, "/fr/questions", project__environmental_measures=None)
    field = page.locator(f"[name='a:{NAME}']")
    field.fill(text)
    assert field.evaluate("e => getComputedStyle(e).direction") == "rtl"
    page.get_by_role("button", name="Voir mes réponses").click()
    said = page.locator("dd", has_text="عزل").first
    assert said.inner_text() == text
    assert said.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.locator("html").evaluate("e => getComputedStyle(e).direction") == "ltr"


def harmless(page: Page) -> None:
    assert page.evaluate("window.hit") is None
    assert page.locator("script, iframe, svg, main img").count() == 0
    assert page.locator("[onerror], [onload]").count() == 0


def test_script_in_every_text_field_is_shown_as_text(page: Page, worker: Asking) -> None:
    dialogs: list[str] = []

    def shown(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", shown)
    begin(page)
    while page.locator("form#answers").count():
        for field in page.locator("[type=text], textarea").all():
            field.evaluate("e => e.removeAttribute('maxlength')")
            field.fill(EVIL)
        page.get_by_role("button", name="Continuer", exact=True).click()
        assert page.title().startswith("Erreur") or not page.locator("form#answers").count()
        harmless(page)
        fields = page.locator("[type=text], textarea").all()
        assert all(field.input_value() == EVIL for field in fields)
        go_on(page, **{NAME.replace(".", "__"): EVIL})
        harmless(page)
    assert EVIL in (page.locator("section.print").text_content() or "")
    page.get_by_role("button", name="Modifier mes réponses").click()
    assert page.locator("dd", has_text="onerror").inner_text() == EVIL
    harmless(page)
    assert dialogs == []


def test_script_in_every_posted_field_is_shown_as_text(page: Page) -> None:
    page.goto("/fr/about")
    everything = dict.fromkeys(("q", "edit", "do", f"a:{EVIL}", f"k:{EVIL}", "file", EVIL), EVIL)
    for path in ("questions", "answers", "result", "fit", "open"):
        for fields in (
            everything,
            {**everything, "state": EVIL},
            {**everything, "scheme": EVIL},
            {**everything, "scheme": SCHEME, "q": NAME, f"a:{NAME}": EVIL, f"k:{NAME}": EVIL},
        ):
            send(page, f"/fr/{path}", fields)
            harmless(page)
    page.goto(f"/fr/clauses/{EVIL.replace('/', '')}")
    harmless(page)


def test_the_worker_escapes_whatever_stands_in_a_field(worker: Asking) -> None:
    """Without a browser's mercy: no tag of what was sent stands in a page."""
    start = worker.posted("/fr/questions", {"scheme": SCHEME})
    for name in (*ANSWERS, "company.nothing"):
        for key in ("a", "k"):
            fields = {"state": carried(start), "q": [*asked(start), name], f"{key}:{name}": EVIL}
            for path in ("questions", "answers"):
                text = worker.posted(f"/fr/{path}", fields).body.decode()
                assert "<script" not in text
                assert "<img" not in text
                assert "<iframe" not in text


def test_a_number_typed_with_spaces_and_a_unit_is_understood(page: Page) -> None:
    begin(page)
    answer(page, "company.equity", "85 000,50 €")
    go_on(page, company__equity=" 85\N{NO-BREAK SPACE}000,50 € ")
    assert heading(page) == "L’autodiagnostic"
