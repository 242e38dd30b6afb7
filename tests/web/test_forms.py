"""A page of questions as it comes back: what is kept, what is told."""

import re
from html import unescape

import pytest

from tests.web.asking import SCHEME, Asking, asked, carried, main, title

FIRST = [
    "company.headcount",
    "company.equity",
    "company.tax_compliant",
    "company.social_compliant",
    "company.proceedings",
]
GOOD = {
    "a:company.headcount": "12",
    "a:company.equity": "85 000",
    "a:company.tax_compliant": "true",
    "a:company.social_compliant": "true",
    "k:company.proceedings": "none",
}


@pytest.fixture(scope="session")
def start(worker: Asking) -> str:
    """The answers that the first page carries: none."""
    page = worker.posted("/fr/questions", {"scheme": SCHEME})
    assert asked(page) == FIRST
    return carried(page)


def test_a_page_that_fits_leads_to_the_next_one(worker: Asking, start: str) -> None:
    page = worker.posted("/fr/questions", {"state": start, "q": FIRST, **GOOD})
    assert (page.status, title(page)) == (200, "L’autodiagnostic")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"k:company.equity": "unknown"}, "gardez l’un des deux"),
        ({"a:company.proceedings": "receivership"}, "gardez l’une des deux"),
        ({"k:company.proceedings": "some"}, "Cochez au moins une réponse"),
        ({"a:company.headcount": " "}, "Répondez à cette question"),
        ({"a:company.headcount": "-3"}, "-3"),
        ({"a:company.tax_compliant": "peut-être"}, "ni oui ni non"),
        ({"a:company.equity": "beaucoup"}, "beaucoup"),
    ],
    ids=["answer+unknown", "none+some", "some+nothing", "empty", "negative", "word", "text"],
)
def test_one_mistake_is_told_at_its_question_and_the_rest_is_kept(
    worker: Asking, start: str, change: dict[str, str], told: str
) -> None:
    page = worker.posted("/fr/questions", {"state": start, "q": FIRST, **GOOD, **change})
    wrong = next(iter(change))[2:]
    text = page.body.decode()
    assert (page.status, asked(page)) == (422, FIRST)
    assert title(page).startswith("Erreur : ")
    assert re.findall(r'href="#f-([^"]*)"', text) == [wrong]
    assert f'id="f-{wrong}"' in text
    assert told in main(page)
    if wrong != "company.headcount":
        assert 'name="a:company.headcount" value="12"' in text


def test_none_and_unknown_for_one_text_contradict_each_other(worker: Asking, start: str) -> None:
    name = "project.environmental_measures"
    fields = {"state": start, "q": name, f"k:{name}": ["none", "unknown"], "do": "stay"}
    page = worker.posted("/fr/questions", fields)
    assert page.status == 422
    assert "gardez l’un des deux" in main(page)


def test_every_mistake_is_told_at_once_and_everything_typed_is_still_there(
    worker: Asking, start: str
) -> None:
    typed = {
        "a:company.headcount": "douze & <demi>",
        "a:company.equity": '"beaucoup"',
        "a:company.tax_compliant": "true",
        "k:company.proceedings": "some",
    }
    page = worker.posted("/fr/questions", {"state": start, "q": FIRST, **typed})
    text = page.body.decode()
    assert re.findall(r'href="#f-([^"]*)"', text) == [
        each for each in FIRST if each != "company.tax_compliant"
    ]
    values = [unescape(each) for each in re.findall(r'type="text"[^>]*value="([^"]*)"', text)]
    assert values == ["douze & <demi>", '"beaucoup"']
    assert 'name="a:company.tax_compliant" value="true" checked' in text
    assert 'name="k:company.proceedings" value="some" checked' in text


def test_a_page_may_be_left_unfinished_to_see_the_answers(worker: Asking, start: str) -> None:
    fields = {"state": start, "q": FIRST, "a:company.headcount": "12"}
    page = worker.posted("/fr/answers", fields)
    assert (page.status, title(page)) == (200, "Vos réponses")
    assert "12" in main(page)


def test_a_question_that_became_pointless_may_stay_empty(worker: Asking, start: str) -> None:
    """Who has made no self-diagnosis has no scores."""
    page = worker.posted("/fr/questions", {"state": start, "q": FIRST, **GOOD})
    names = asked(page)
    assert "self_diagnosis.axes.social_impact" in names
    fields = {"state": carried(page), "q": names, "a:self_diagnosis.done": "false"}
    assert title(worker.posted("/fr/questions", fields)) == "Les engagements"


def test_unknown_names_are_passed_over(worker: Asking, start: str) -> None:
    fields = {
        "state": start,
        "q": [*FIRST, "company.nothing", "__proto__", "assessed.sector_strategic"],
        **GOOD,
        "a:company.nothing": "1",
        "edit": "../../etc/passwd",
        "a:__proto__": "x",
    }
    page = worker.posted("/fr/questions", fields)
    assert page.status == 200
    assert "passwd" not in page.body.decode()


def test_an_answer_that_was_not_on_the_page_is_not_taken(worker: Asking, start: str) -> None:
    fields = {"state": start, "q": FIRST, **GOOD, "a:request.amount": "8000"}
    state = carried(worker.posted("/fr/questions", fields))
    assert "8 000" not in main(worker.posted("/fr/answers", {"state": state}))


def test_more_fields_than_a_page_has_are_refused(worker: Asking) -> None:
    page = worker.posted("/fr/questions", {"scheme": SCHEME, "x": ["1"] * 500})
    assert (page.status, title(page)) == (400, "Ce formulaire n’est pas lisible")


@pytest.mark.parametrize("name", ["état", "{{7*7}}", "a" * 5_000, "../x", "\x00"])
def test_an_unknown_scheme_is_told(worker: Asking, name: str) -> None:
    page = worker.posted("/fr/questions", {"scheme": name})
    assert page.status == 422
    assert "49" not in main(page)


def test_back_shows_the_page_before_with_its_answers(worker: Asking, start: str) -> None:
    page = worker.posted("/fr/questions", {"state": start, "q": FIRST, **GOOD})
    back = worker.posted("/fr/questions", {"state": carried(page), "q": asked(page), "do": "back"})
    assert asked(back) == FIRST
    assert 'name="a:company.equity" value="85 000"' in unescape(back.body.decode()).replace(
        "\N{NARROW NO-BREAK SPACE}", " "
    ).replace("\N{NO-BREAK SPACE}", " ")
