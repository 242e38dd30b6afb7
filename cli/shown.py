"""
One name of the rules, read back for a lawyer.
"""

import textwrap
from collections.abc import Iterator

from eligibility.facts import Fact, FactName
from eligibility.language import Lang, Text, day, listed, one_of
from eligibility.logic import ALWAYS
from eligibility.rulebook import Clause, Reading, Rulebook, Scheme
from eligibility.rulebook.covenant import undertaking
from eligibility.rulebook.duty_sentence import duty_sentences, how_often
from eligibility.rulebook.model import APPLICANT, Alternative
from eligibility.rulebook.sentence import clause_sentence, requirement_sentence
from eligibility.schemes.words import STATES

__all__ = ["shown_lines"]

WIDTH = 79


def shown_lines(rulebook: Rulebook, name: str, lang: Lang) -> Iterator[str] | None:
    """The lines for a clause, reading, scheme, fact or predicate; None for an unknown name."""
    writer = _Writer(rulebook, lang)
    clause = rulebook.clause(name)
    if clause is not None:
        return writer.clause(clause)
    for reading in rulebook.readings():
        if reading.id == name:
            return writer.reading(reading)
    scheme = rulebook.scheme(name)
    if scheme is not None:
        return writer.scheme(scheme)
    if name in rulebook.catalogue:
        return writer.fact(rulebook.catalogue[name])
    if name in rulebook.region.derived:
        return writer.derived(rulebook.region.derived[FactName(name)])
    return None


class _Writer:
    def __init__(self, rulebook: Rulebook, lang: Lang) -> None:
        self.rulebook = rulebook
        self.lang = lang

    def say(self, fr: str, en: str) -> str:
        return Text(fr, en)[self.lang]

    def filled(self, text: str, indent: str = "  ") -> Iterator[str]:
        yield from textwrap.wrap(
            text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False
        )

    def clause(self, clause: Clause) -> Iterator[str]:
        lang, region = self.lang, self.rulebook.region
        yield f"{clause.id}  {clause.title[lang]}"
        yield f"  {clause.kind} · {clause.stage}"
        sentence = clause_sentence(clause.guard, clause.requirement, region, lang)
        if sentence:
            yield ""
            yield from self.filled(sentence)
        yield ""
        cited = clause.citation
        yield from self.filled(f"« {cited.quote} »")
        yield from self.filled(f"{cited.document}, {cited.heading}, {cited.place}")
        if clause.duty:
            yield from self.duty(clause)
        for alternative in clause.alternatives:
            yield ""
            yield f"  {alternative.reading}={alternative.name}"
            reading = next(r for r in self.rulebook.readings() if r.id == alternative.reading)
            yield from self.filled(dict(reading.alternatives)[alternative.name][lang], "    ")
            same = (alternative.guard, alternative.requirement) == (
                clause.guard,
                clause.requirement,
            )
            other = clause_sentence(alternative.guard, alternative.requirement, region, lang)
            if other and not same:
                yield from self.filled(other, "    ")
            if clause.duty:
                yield from self.other_duty(clause, alternative)
        if clause.note:
            yield ""
            yield from self.filled(self.say("Note : ", "Note: ") + clause.note[lang])

    def duty(self, clause: Clause) -> Iterator[str]:
        duty, consequence = clause.duty, clause.consequence
        assert duty is not None
        assert consequence is not None
        yield ""
        if clause.guard != ALWAYS:
            when = requirement_sentence(clause.guard, self.rulebook.region, self.lang)
            yield from self.filled(self.say(f"Lorsque {when} :", f"Where {when}:"))
        for text in duty_sentences(
            duty, clause.broken_by, consequence, self.rulebook.region, self.lang
        ):
            yield from self.filled(text)
        if clause.evidence:
            often = clause.evidence.every
            text = self.say("Pièce : ", "Evidence: ") + clause.evidence.text[self.lang]
            if often:
                text += f", {how_often(often, self.lang)}" + self.say(
                    " (hypothèse)", " (assumption)"
                )
            yield from self.filled(text + ".")

    def other_duty(self, clause: Clause, alternative: Alternative) -> Iterator[str]:
        """The sentences of the duty that are not the same under the alternative."""
        readings = {alternative.reading: alternative.name}
        usual, other = undertaking(clause, {}), undertaking(clause, readings)
        region, lang = self.rulebook.region, self.lang
        same = duty_sentences(usual.duty, usual.broken_by, usual.consequence, region, lang)
        if other.guard != usual.guard:
            when = requirement_sentence(other.guard, region, lang)
            yield from self.filled(self.say(f"Lorsque {when} :", f"Where {when}:"), "    ")
            yield from self.filled(" ".join(same), "    ")
            return
        for text in duty_sentences(other.duty, other.broken_by, other.consequence, region, lang):
            if text not in same:
                yield from self.filled(text, "    ")

    def reading(self, reading: Reading) -> Iterator[str]:
        lang = self.lang
        yield f"{reading.id}  {reading.title[lang]}"
        yield f"  {self.say('ambiguïté', 'ambiguity')} {reading.ambiguity}"
        yield from self.filled(self.say("par défaut : ", "default: ") + reading.default[lang])
        for name, text in reading.alternatives:
            yield from self.filled(f"{name}: {text[lang]}")
        bearing = [
            c.id
            for c in self.rulebook.clauses()
            if any(a.reading == reading.id for a in c.alternatives)
        ]
        if bearing:
            yield from self.filled(self.say("clauses : ", "clauses: ") + ", ".join(bearing))

    def scheme(self, scheme: Scheme) -> Iterator[str]:
        lang = self.lang
        yield f"{scheme.id}  {scheme.title[lang]}"
        yield from self.filled(scheme.summary[lang])
        yield ""
        since = day(scheme.in_force_from, lang)
        state = STATES[scheme.state][lang]
        yield from self.filled(
            self.say(f"{state} ; règles du {since}", f"{state}; rules of {since}")
        )
        if scheme.applicants:
            words = self.rulebook.catalogue[APPLICANT].word_label
            whom = listed((words(word)[lang] for word in scheme.applicants), lang)
            yield from self.filled(self.say("pour : ", "for: ") + whom)
        for alias in scheme.aliases:
            yield from self.filled(
                self.say("autre nom : ", "other name: ") + f"{alias.name} ({alias.citation.place})"
            )
            if alias.note:
                yield from self.filled(alias.note[lang], "    ")
        titles = {each.id: each.title[lang] for each in self.rulebook.strategies}
        for text in scheme.texts:
            yield from self.filled(
                self.say("applique ", "applies ") + f"{text}, {titles.get(text, '?')}"
            )
        for clause in scheme.clauses:
            yield ""
            yield from self.clause_in_short(clause)
        for reading in scheme.readings:
            yield ""
            yield from self.filled(f"{reading.id} : {reading.title[lang]}")
            yield from self.filled(reading.default[lang], "    ")
            for name, other in reading.alternatives:
                yield from self.filled(f"{name} : {other[lang]}", "    ")
        if scheme.note:
            yield ""
            yield from self.filled(self.say("Note : ", "Note: ") + scheme.note[lang])

    def clause_in_short(self, clause: Clause) -> Iterator[str]:
        yield from self.filled(f"{clause.id}  {clause.title[self.lang]} ({clause.kind})")
        sentence = clause_sentence(
            clause.guard, clause.requirement, self.rulebook.region, self.lang
        )
        if sentence:
            yield from self.filled(sentence, "    ")
        yield from self.filled(f"« {clause.citation.quote} » ({clause.citation.place})", "    ")

    def fact(self, fact: Fact) -> Iterator[str]:
        lang = self.lang
        yield f"{fact.name}  {fact.label[lang]}"
        yield f"  {fact.type.value}"
        for text in (fact.question, fact.help):
            if text:
                yield from self.filled(text[lang])
        if fact.words:
            yield from self.filled(one_of((word for word, _ in fact.words), lang))
        if fact.evidence:
            yield from self.filled(self.say("pièce : ", "evidence: ") + fact.evidence[lang])
        if fact.stale_after:
            yield f"  {self.say('à actualiser après', 'stale after')} {fact.stale_after} ({self.say('hypothèse', 'assumption')})"

    def derived(self, fact: Fact) -> Iterator[str]:
        region = self.rulebook.region
        yield f"{fact.name}  {fact.label[self.lang]}"
        named = region.predicates.get(fact.name)
        if named:
            body = requirement_sentence(named.body, region, self.lang)
            yield from self.filled(body)
        else:
            yield f"  = {' + '.join(region.sums[fact.name])}"
        if fact.help:
            yield from self.filled(fact.help[self.lang])
