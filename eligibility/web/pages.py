"""
Which page stands at which address, and what is said where there is none.
"""

from collections.abc import Sequence
from http import HTTPStatus

from eligibility.errors import EligibilityError, EngineError, Fault
from eligibility.language import Lang, Text
from eligibility.rulebook.blank import known_scheme
from eligibility.web.book import clause_page, clauses_page, scheme_page
from eligibility.web.checks import Checks
from eligibility.web.fit import by_applicant
from eligibility.web.interview_pages import PAGES
from eligibility.web.messages import Reply, Request
from eligibility.web.state import StateError
from eligibility.web.visit import Visit, error_page

__all__ = ["LANGUAGES", "answer"]

LANGUAGES = {"fr": Lang.FR, "en": Lang.EN}
"""The languages by the first step of an address."""


def answer(checks: Checks, secret: bytes, request: Request) -> Reply:
    """
    The page at an address below `/fr/` or `/en/`.

    Raises:
        EngineError: there is no conclusion to show.
    """
    _, word, path = request.path.split("/", 2)
    visit = Visit(checks, secret, request, LANGUAGES[word])
    try:
        return _found(visit, path.split("/") if path else [])
    except EngineError:
        raise
    except EligibilityError as error:
        return _refused(visit, error.faults)
    except StateError:
        return _lost(visit)
    except ValueError:
        title = Text("Ce formulaire n’est pas lisible", "This form cannot be read")
        return error_page(visit.lang, HTTPStatus.BAD_REQUEST, title)


def _found(visit: Visit, steps: Sequence[str]) -> Reply:
    if visit.request.method == "POST":
        if len(steps) == 1 and steps[0] in PAGES:
            return PAGES[steps[0]](visit)
        title = Text("Rien ne s’envoie à cette adresse", "Nothing is sent to this address")
        return error_page(visit.lang, HTTPStatus.METHOD_NOT_ALLOWED, title)
    match steps:
        case []:
            question = visit.say(
                "Remplissez\N{NON-BREAKING HYPHEN}vous les conditions ?",
                "Do you meet the conditions?",
            )
            groups = by_applicant(visit.rulebook.schemes, checks=visit.checks, lang=visit.lang)
            return visit.show("home.html", "", question, groups=groups)
        case ["about"]:
            return visit.show("about.html", "about", visit.say("À propos", "About"))
        case ["schemes", scheme]:
            known_scheme(scheme, [each.id for each in visit.rulebook.schemes])
            return visit.show(**scheme_page(visit.rulebook, scheme, visit.lang))
        case ["clauses"]:
            return visit.show(**clauses_page(visit.rulebook, visit.lang))
        case ["clauses", name]:
            found = clause_page(visit.rulebook, name, visit.lang)
            return _nowhere(visit) if found is None else visit.show(**found)
        case [form] if form in PAGES:
            return _only_from_a_form(visit)
        case _:
            return _nowhere(visit)


def _nowhere(visit: Visit) -> Reply:
    return error_page(
        visit.lang,
        HTTPStatus.NOT_FOUND,
        Text("Cette page n’existe pas", "This page does not exist"),
        text=visit.say(
            "L’adresse est peut-être mal recopiée. Partez de l’accueil, ou des clauses.",
            "The address may be mistyped. Start from the home page, or from the clauses.",
        ),
    )


def _only_from_a_form(visit: Visit) -> Reply:
    return error_page(
        visit.lang,
        HTTPStatus.METHOD_NOT_ALLOWED,
        Text("Cette page s’ouvre depuis le questionnaire", "This page opens from the questions"),
        text=visit.say(
            "Vos réponses voyagent de page en page et ne sont gardées nulle part. Revenez en"
            " arrière pour les retrouver, ou ouvrez le fichier que vous avez enregistré.",
            "Your answers travel from page to page and are kept nowhere. Go back to find them, or"
            " open the file that you saved.",
        ),
    )


def _refused(visit: Visit, faults: Sequence[Fault]) -> Reply:
    return error_page(
        visit.lang,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("Ce fichier ou cette demande ne convient pas", "This file or request does not fit"),
        faults=[
            (
                str(fault.place.line) if fault.place and fault.place.line else None,
                fault.message[visit.lang],
                fault.hint[visit.lang] if fault.hint else None,
            )
            for fault in faults
        ],
    )


def _lost(visit: Visit) -> Reply:
    """The answers cannot be read: what was typed last is shown, so that it is not lost too."""
    typed = [
        (name.removeprefix("a:"), value)
        for name, values in visit.form.fields.items()
        if name.startswith("a:")
        for value in values
        if value.strip()
    ]
    return error_page(
        visit.lang,
        HTTPStatus.BAD_REQUEST,
        Text(
            "Les réponses de cette page ne sont plus lisibles",
            "The answers of this page cannot be read any more",
        ),
        text=visit.say(
            "Revenez à la page précédente de votre navigateur et réessayez ; sinon, ouvrez le"
            " fichier que vous avez enregistré, ou recommencez.",
            "Go back to the page before in your browser and try again; else open the file that you"
            " saved, or start again.",
        ),
        typed=typed,
    )
