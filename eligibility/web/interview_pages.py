"""
The pages of an interview: questions, answers, result, schemes side by side, the file.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus

from eligibility.advice import advise
from eligibility.decisions import Outcome
from eligibility.documents import read_bytes
from eligibility.errors import Fault, InputError
from eligibility.facts import Fact, read_dossier
from eligibility.facts.writing import yaml_dossier
from eligibility.interview import topic
from eligibility.language import Text, day
from eligibility.logic import Status
from eligibility.rulebook.blank import known_scheme
from eligibility.web import views
from eligibility.web.fit import fits, others
from eligibility.web.forms import Form, Mistake
from eligibility.web.messages import JSON, YAML, Reply
from eligibility.web.state import EVERY_SCHEME, State
from eligibility.web.visit import Visit

__all__ = ["PAGES"]

_TRAIL = 100
"""Pages that one can go back."""


def _questions(visit: Visit) -> Reply:
    """The next questions, or the same ones with what is wrong; the result when none is left."""
    state = visit.state()
    if state.notice is not None:
        return _recap(visit, visit.taken(state)[0])
    edited = visit.facts(visit.form.every("edit"))
    if edited:
        return _ask(visit, state, edited)
    asked, do = visit.asked(), visit.form.one("do")
    found, mistakes = visit.taken(state, whole=not do)
    if asked and (mistakes or do == "stay"):
        return _ask(visit, state, asked, visit.form, mistakes)
    if do == "back" and state.trail:
        before = replace(found, trail=state.trail[:-1])
        return _ask(visit, before, visit.facts(state.trail[-1]))
    if asked:
        trail = (*state.trail, tuple(fact.name for fact in asked))
        found = replace(found, trail=trail[-_TRAIL:])
    facts = visit.first(found) or visit.interview(found).page()
    if facts:
        return _ask(visit, found, facts)
    return _side_by_side(visit, found) if found.mode == EVERY_SCHEME else _concluded(visit, found)


def _ask(
    visit: Visit,
    state: State,
    facts: Sequence[Fact],
    form: Form | None = None,
    mistakes: Sequence[Mistake] = (),
) -> Reply:
    if not facts:
        return _recap(visit, state)
    interview = visit.interview(state)
    progress = interview.progress()
    heading = topic(facts[0])[visit.lang]
    prefix = visit.say("Erreur : ", "Error: ") if mistakes else ""
    return visit.show(
        "questions.html",
        "questions",
        prefix + heading,
        HTTPStatus.UNPROCESSABLE_ENTITY if mistakes else HTTPStatus.OK,
        rulebook=interview.programs[0].rulebook,
        heading=heading,
        scheme=visit.scheme_title(state),
        questions=views.questions(
            facts, interview, visit.lang, form, {each.fact: each for each in mistakes}
        ),
        progress=progress,
        percent=100 * progress.answered // max(1, progress.answered + progress.left),
        has_trail=bool(state.trail),
        state=visit.carried(state),
    )


def _answers(visit: Visit) -> Reply:
    """Every answer, each to edit."""
    state = visit.state()
    found, mistakes = visit.taken(state)
    if mistakes and state.notice is None:
        return _ask(visit, state, visit.asked(), visit.form, mistakes)
    return _recap(visit, found)


def _recap(visit: Visit, state: State) -> Reply:
    interview = visit.interview(state)
    return visit.show(
        "answers.html",
        "answers",
        visit.say("Vos réponses", "Your answers"),
        rulebook=interview.programs[0].rulebook,
        notice=state.notice.value if state.notice else None,
        scheme=visit.scheme_title(state),
        every=state.mode == EVERY_SCHEME,
        topics=views.answers(interview, visit.lang),
        progress=interview.progress(),
        state=visit.carried(state),
    )


def _result(visit: Visit) -> Reply:
    """The conclusion for one scheme, with its reasons."""
    state = visit.state()
    chosen = visit.form.one("scheme")
    if chosen and chosen != state.mode:
        known_scheme(chosen, visit.checks.region.scheme_ids)
        state = replace(state, mode=chosen, dossier=replace(state.dossier, scheme=chosen))
    if state.notice is not None or state.mode == EVERY_SCHEME:
        return _recap(visit, state)
    return _concluded(visit, state)


def _concluded(visit: Visit, state: State) -> Reply:
    as_of, lang = visit.as_of(state), visit.lang
    decision = visit.checks.decision(state.dossier, as_of)
    interview = visit.interview(state)
    advice = advise(decision)
    is_open = decision.outcome is not Outcome.ELIGIBLE
    return visit.show(
        "result.html",
        "result",
        visit.say("Résultat", "Result"),
        rulebook=decision.program.rulebook,
        scheme=decision.program.scheme,
        outcome=decision.outcome.value,
        on=day(as_of, lang),
        failed=views.findings(decision, Status.NOT_MET, lang),
        grounds=decision.grounds(),
        unknown=views.findings(decision, Status.UNKNOWN, lang),
        met=views.findings(decision, Status.MET, lang),
        aside=views.findings(decision, Status.NOT_APPLICABLE, lang),
        advice=views.advice_view(advice, lang),
        no_advice=views.why_no_advice(advice, lang) if is_open else None,
        evidence=views.evidence(decision, lang),
        readings=views.readings(decision, lang),
        warnings=[fault.message[lang] for fault in decision.warnings],
        topics=views.answers(interview, lang),
        more=bool(interview.page()),
        state=visit.carried(state),
        cited=views.cited,
    )


def _fit(visit: Visit) -> Reply:
    """Every scheme from the same answers."""
    state = visit.state()
    if state.notice is not None:
        return _recap(visit, state)
    return _side_by_side(visit, replace(state, mode=EVERY_SCHEME))


def _side_by_side(visit: Visit, state: State) -> Reply:
    as_of = visit.as_of(state)
    found = visit.checks.matches(state.dossier, as_of)
    return visit.show(
        "fit.html",
        "fit",
        visit.say("Les dispositifs, côte à côte", "The schemes, side by side"),
        rulebook=visit.checks.rulebook(as_of),
        fits=fits(found, visit.checks, state.passed, as_of, visit.lang),
        others=others(found, visit.lang),
        on=day(as_of, visit.lang),
        more=bool(visit.first(state) or visit.interview(state).page()),
        state=visit.carried(state),
    )


def _dossier(visit: Visit) -> Reply:
    """The answers as a file that an officer can check."""
    state = visit.state()
    comment = visit.say(
        "Dossier préparé sur la page de contrôle ; ce qui n’est pas connu n’y est pas.\n"
        "Ce fichier se contrôle aussi par : eligibility check",
        "Dossier prepared on the self-check page; what is not known is not in it.\n"
        "This file can also be checked by: eligibility check",
    )
    if state.mode == EVERY_SCHEME:
        known = ", ".join(visit.checks.region.scheme_ids)
        comment += visit.say(f"\nDispositif à choisir : {known}", f"\nScheme to choose: {known}")
    text = yaml_dossier(state.dossier, visit.checks.region.catalogue, comment)
    disposition = f'attachment; filename="dossier-{state.dossier.scheme}.yaml"'
    headers = (("content-disposition", disposition),)
    return Reply(HTTPStatus.OK, YAML, text.encode(), None, headers)


def _open(visit: Visit) -> Reply:
    """A file that was saved, read like any other."""
    data = visit.request.body
    if not data.strip():
        raise InputError(
            [
                Fault(
                    "no-file",
                    None,
                    Text(
                        "aucun fichier n’a été choisi, ou il est vide",
                        "no file was chosen, or it is empty",
                    ),
                    Text(
                        "revenez en arrière et choisissez un fichier de dossier",
                        "go back and choose a dossier file",
                    ),
                )
            ]
        )
    region = visit.checks.region
    name = "dossier.json" if visit.request.media == JSON else "dossier.yaml"
    found = read_dossier(read_bytes(data, name), region.catalogue, region.scheme_ids)
    return _recap(visit, State(found.scheme, found))


PAGES: Mapping[str, Callable[[Visit], Reply]] = {
    "questions": _questions,
    "answers": _answers,
    "result": _result,
    "fit": _fit,
    "dossier": _dossier,
    "open": _open,
}
"""What answers a form, by the last step of its address."""
