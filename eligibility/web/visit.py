"""
One request for a page: the rules of the day, the answers that the page carried, and how to show.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from http import HTTPStatus
from typing import Any

from eligibility.facts import Dossier, Fact
from eligibility.interview import Interview
from eligibility.language import Lang, Text, day
from eligibility.rulebook import Rulebook
from eligibility.rulebook.blank import known_scheme
from eligibility.rulebook.model import APPLICANT
from eligibility.rulebook.model import State as Standing
from eligibility.web.checks import Checks
from eligibility.web.forms import Form, Mistake, submitted
from eligibility.web.messages import HTML, Reply, Request
from eligibility.web.render import page
from eligibility.web.state import EVERY_SCHEME, State, read_state, written

__all__ = ["Visit", "error_page"]


def error_page(lang: Lang, status: HTTPStatus, title: Text, **more: Any) -> Reply:
    """A page that says what is wrong and what to do; *more* is what its template shows besides."""
    content = {"text": None, "faults": (), "typed": (), **more}
    body = page("error.html", lang, title=title[lang], path="", headline=title[lang], **content)
    return Reply(status, HTML, body)


@dataclass(frozen=True)
class Visit:
    """What every page needs."""

    checks: Checks
    secret: bytes
    request: Request
    lang: Lang

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rules in force today."""
        return self.checks.rulebook(self.request.today)

    @cached_property
    def form(self) -> Form:
        """What was sent; raises ValueError for more fields than a page has."""
        return Form.read(self.request.body)

    def say(self, fr: str, en: str) -> str:
        """A text in the language of the page."""
        return Text(fr, en)[self.lang]

    def show(
        self, template: str, path: str, title: str, status: int = HTTPStatus.OK, **context: Any
    ) -> Reply:
        """A page under the rules of *context*, or of today."""
        rulebook = context.pop("rulebook", None) or self.rulebook
        body = page(
            template,
            self.lang,
            title=title,
            path=path,
            version=day(date.fromisoformat(rulebook.version), self.lang),
            digest=rulebook.digest,
            **context,
        )
        return Reply(status, HTML, body, rulebook.digest)

    def state(self) -> State:
        """
        The answers that the page carried; new ones where it carried none.

        Raises:
            StateError: they cannot be read.
            InputError: a scheme that is not in force.
        """
        carried = self.form.one("state")
        if carried:
            return read_state(carried, self.checks.region, self.secret, self.request.now)
        mode = self.form.one("scheme") or EVERY_SCHEME
        if mode != EVERY_SCHEME:
            known_scheme(mode, [scheme.id for scheme in self.rulebook.schemes])
        scheme = self.rulebook.schemes[0].id if mode == EVERY_SCHEME else mode
        dossier = Dossier(f"AUTOCONTROLE-{self.request.today.isoformat()}", scheme, None, {})
        return State(mode, dossier)

    def as_of(self, state: State) -> date:
        """The day that answers are evaluated on: as for `check`."""
        return state.dossier.submitted_on or self.request.today

    def interview(self, state: State) -> Interview:
        """The interview that *state* is a point of."""
        as_of = self.as_of(state)
        programs = tuple(self.checks.program(each, as_of) for each in self.schemes(state))
        return Interview(programs, state.dossier, as_of, state.passed)

    def schemes(self, state: State) -> list[str]:
        """The scheme that is asked about; else every one that is for this applicant, or all."""
        if state.mode != EVERY_SCHEME:
            return [state.mode]
        rulebook = self.checks.rulebook(self.as_of(state))
        schemes = [each for each in rulebook.schemes if each.state is not Standing.PAST]
        given = state.dossier.stated.get(APPLICANT)
        if given is not None:
            mine = [each for each in schemes if given.value in (each.applicants or (given.value,))]
            schemes = mine or schemes
        return [each.id for each in schemes]

    def first(self, state: State) -> tuple[Fact, ...]:
        """Who applies, which is asked alone before anything else about every scheme."""
        catalogue = self.checks.region.catalogue
        if state.mode != EVERY_SCHEME or APPLICANT not in catalogue:
            return ()
        known = APPLICANT in state.dossier.stated or APPLICANT in state.passed
        return () if known else (catalogue[APPLICANT],)

    def carried(self, state: State) -> str:
        """*state* as the next page carries it."""
        return written(state, self.checks.region, self.secret, self.request.now)

    def facts(self, names: Sequence[str]) -> tuple[Fact, ...]:
        """The facts of these names, in catalogue order; others are passed over."""
        return tuple(fact for fact in self.checks.region.catalogue.stated() if fact.name in names)

    def asked(self) -> tuple[Fact, ...]:
        """The questions that stood on the page."""
        return self.facts(self.form.every("q"))

    def taken(self, state: State, *, whole: bool = False) -> tuple[State, Sequence[Mistake]]:
        """*state* with the answers of this form that fit, and what is wrong with the others."""
        asked = self.asked()
        if not asked:
            return state, ()
        found = submitted(self.form, asked, self.interview(state), self.lang, whole=whole)
        interview = found.interview
        return (
            replace(state, dossier=interview.dossier, passed=interview.passed),
            found.mistakes,
        )

    def scheme_title(self, state: State) -> str:
        """What an interview is for."""
        if state.mode == EVERY_SCHEME:
            return self.say("Tous les dispositifs", "All schemes")
        found = self.checks.rulebook(self.as_of(state)).scheme(state.mode)
        return found.title[self.lang] if found else state.mode
