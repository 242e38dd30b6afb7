"""
The conversation of `eligibility self-check`: questions, commands, answers, the recap.
"""

import re

from eligibility_cli.lines import Lines
from eligibility_cli.pages import Page, answer_text, question_text

from eligibility.facts import Fact, FactType
from eligibility.facts.values import Misfit
from eligibility.interview import COMPANY, Interview, example, read_answer, topic
from eligibility.language import Text

__all__ = ["QUIT", "Conversation", "Quit"]

QUIT = frozenset({"!", "q"})
_BACK = frozenset({"<"})
_HELP = frozenset({"??", "aide", "help"})
_UNKNOWN = frozenset({"?", "je ne sais pas", "jsp", "i do not know", "i don't know"})
_NONE = frozenset({"aucune", "aucun", "none", "[]"})

_FORMS = {
    FactType.AMOUNT: Text(
        "Écrivez un montant en euros, centimes compris s'il y en a : 12 000 ou 12 000,50.",
        "Write an amount in euros, with cents if any: 12,000 or 12000.50.",
    ),
    FactType.NUMBER: Text("Écrivez un nombre.", "Write a number."),
    FactType.BOOLEAN: Text("Répondez par oui ou par non.", "Answer yes or no."),
    FactType.DATE: Text("Écrivez un jour : 01/02/2023.", "Write a day, the day first: 01/02/2023."),
    FactType.WORD: Text(
        "Écrivez le numéro d'une des réponses, ou son nom.",
        "Write the number of one of the answers, or its name.",
    ),
    FactType.WORDS: Text(
        "Écrivez les numéros ou les noms, séparés par des virgules ; « aucune » s'il n'y en a pas.",
        "Write the numbers or the names, separated by commas; “none” where there is none.",
    ),
    FactType.PROCEEDINGS: Text(
        "Écrivez les numéros ou les noms, séparés par des virgules ; « aucune » s'il n'y en a pas.",
        "Write the numbers or the names, separated by commas; “none” where there is none.",
    ),
    FactType.TEXT: Text(
        "Écrivez une phrase ; « aucune » s'il n'y en a pas.",
        "Write a sentence; “none” where there is none.",
    ),
    FactType.CODE: Text("Écrivez le code.", "Write the code."),
}
_PROMPTS = {
    FactType.BOOLEAN: Text("oui/non > ", "yes/no > "),
    FactType.AMOUNT: Text("€ > ", "€ > "),
}


class Quit(Exception):
    """The person leaves; the answers are kept."""


class Conversation:
    """Asks one interview of one person; `interview` is always what has been answered so far."""

    def __init__(self, page: Page, lines: Lines, interview: Interview) -> None:
        self.page = page
        self.lines = lines
        self.interview = interview
        self.before: list[Interview] = []
        self.topic = ""

    def greet(self) -> None:
        """Says once what can be typed."""
        self.page.line(
            self.page.say(
                "À chaque question : ? si vous ne savez pas, < pour revenir à la question "
                "précédente, ?? pour l'aide et les clauses, q pour quitter en enregistrant.",
                "At each question: ? if you do not know, < to go back to the question before, "
                "?? for help and the clauses, q to quit and save.",
            )
        )

    def questions(self) -> None:
        """
        Asks until no answer can change anything.

        Raises:
            Quit: the person leaves.
            NoMoreLines: the input has ended.
        """
        while fact := self.interview.next_question():
            self._show(fact, self._how_far())
            found = self._answer(fact)
            if found is not None:
                self.before.append(self.interview)
                self.interview = found
            elif self.before:
                self.interview = self.before.pop()
            else:
                self.page.below(
                    self.page.say(
                        "Il n'y a pas de question avant celle-ci.",
                        "There is no question before this one.",
                    )
                )

    def recap(self) -> None:
        """
        Shows every answer until the person has nothing to change; what a
        change opens is asked at once.

        Raises:
            Quit, NoMoreLines: as `questions`.
        """
        while True:
            facts = [each for each in self.interview.given() if COMPANY in each.answered_by]
            self._show_answers(facts)
            text = self.lines.next(
                self.page.say(
                    "Numéro pour modifier, Entrée pour le résultat > ",
                    "Number to change an answer, Enter for the result > ",
                )
            )
            if not text:
                return
            if text.casefold() in QUIT:
                raise Quit
            if text in _BACK and self.before:
                self.interview = self.before.pop()
            elif text.isdecimal() and len(text) < 6 and 1 <= int(text) <= len(facts):
                self._change(facts[int(text) - 1])
            else:
                self.page.below(
                    self.page.say(
                        f"Écrivez un numéro de 1 à {len(facts)}, appuyez sur Entrée pour le "
                        "résultat, ou écrivez q pour quitter en enregistrant.",
                        f"Write a number from 1 to {len(facts)}, press Enter for the result, or "
                        "write q to quit and save.",
                    )
                )
                continue
            self.questions()

    def _change(self, fact: Fact) -> None:
        stated = self.interview.dossier.stated.get(fact.name)
        said = self.page.say("je ne sais pas", "I do not know")
        if stated is not None:
            said = answer_text(fact, stated, self.page.lang)
        self._show(
            fact,
            self.page.say(
                f"Réponse actuelle : {said} (Entrée pour la garder)",
                f"Present answer: {said} (Enter to keep it)",
            ),
        )
        found = self._answer(fact, may_keep=True)
        if found is not None:
            self.before.append(self.interview)
            self.interview = found

    def _show_answers(self, facts: list[Fact]) -> None:
        page = self.page
        page.heading(page.say("Vos réponses", "Your answers"), len(facts))
        width = len(str(len(facts)))
        for number, fact in enumerate(facts, 1):
            stated = self.interview.dossier.stated.get(fact.name)
            said = page.say("je ne sais pas", "I do not know")
            if stated is not None:
                said = answer_text(fact, stated, page.lang)
            label = fact.label[page.lang]
            colon = page.say(" : ", ": ")
            page.marked(
                f"{number:>{width}}  ", "bold", label[:1].upper() + label[1:] + colon + said
            )
        others = len(self.interview.given()) - len(facts)
        if others:
            page.line(
                page.say(
                    f"Données de la Région dans le fichier, conservées : {others}.",
                    f"Facts of the Region in the file, kept: {others}.",
                )
            )

    def _how_far(self) -> str:
        progress = self.interview.progress()
        number, after = progress.answered + 1, progress.left - 1
        if after <= 0:
            return self.page.say(
                f"Question {number}, la dernière", f"Question {number}, the last one"
            )
        return self.page.say(
            f"Question {number}, encore {after} au plus", f"Question {number}, {after} more at most"
        )

    def _show(self, fact: Fact, how_far: str) -> None:
        page, lang = self.page, self.page.lang
        heading = topic(fact)[lang]
        if heading != self.topic:
            page.heading(heading)
            self.topic = heading
        page.blank()
        page.line(how_far, "dim")
        page.line(question_text(fact, lang), "bold")
        if fact.help:
            page.below(fact.help[lang])
        if fact.unit_label:
            page.below(page.say("Unité : ", "Unit: ") + fact.unit_label[lang])
        given = example(fact, lang)
        if given:
            page.below(page.say("Exemple : ", "Example: ") + given)
        if fact.evidence:
            page.below(page.say("Pièce : ", "Evidence: ") + fact.evidence[lang], "dim")
        width = len(str(len(fact.words)))
        for number, (_, label) in enumerate(fact.words, 1):
            page.marked(f"  {number:>{width}}  ", "bold", label[lang])
        if fact.is_words:
            page.marked(f"  {0:>{width}}  ", "bold", page.say("aucune", "none"))

    def _answer(self, fact: Fact, *, may_keep: bool = False) -> Interview | None:
        """The interview with the answer; None to go back, or to keep the present answer."""
        while True:
            text = self.lines.next(_PROMPTS.get(fact.type, Text("> ", "> "))[self.page.lang])
            word = text.casefold().replace("’", "'")
            if word in QUIT:
                raise Quit
            if word in _BACK or (may_keep and not text):
                return None
            if word in _UNKNOWN:
                return self.interview.unknown(fact.name)
            if word in _HELP:
                self._help(fact)
                continue
            if not text:
                self._forms(fact)
                continue
            before = self.interview.dossier.stated.get(fact.name)
            try:
                stated = read_answer(fact, _parts(fact, text), self.page.lang, before)
            except Misfit as misfit:
                self._refuse(misfit)
                continue
            return self.interview.answered(fact.name, stated)

    def _refuse(self, misfit: Misfit) -> None:
        message = misfit.message[self.page.lang]
        self.page.below(message[:1].upper() + message[1:])
        if misfit.hint:
            hint = misfit.hint[self.page.lang]
            self.page.below(hint[:1].upper() + hint[1:])

    def _forms(self, fact: Fact) -> None:
        page = self.page
        page.below(_FORMS[fact.type][page.lang])
        page.below(
            page.say(
                "Si vous ne savez pas : ? ; question précédente : < ; aide : ?? ; quitter en "
                "enregistrant : q.",
                "If you do not know: ?; question before: <; help: ??; quit and save: q.",
            )
        )

    def _help(self, fact: Fact) -> None:
        page, lang = self.page, self.page.lang
        if fact.help:
            page.below(fact.help[lang])
        if fact.evidence:
            page.below(page.say("Pièce : ", "Evidence: ") + fact.evidence[lang])
        self._forms(fact)
        clauses = self.interview.without(fact.name).waiting(fact.name)
        if clauses:
            page.below(
                page.say("Clauses qui attendent cette réponse :", "Clauses that wait for it:")
            )
        for clause in clauses:
            cited = clause.citation
            page.below(f"{clause.title[lang]} ({clause.id})", "bold")
            page.below(f"« {cited.quote} » ({cited.document}, {cited.heading}, {cited.place})")


def _parts(fact: Fact, text: str) -> list[str]:
    """What was typed as the reader takes it: numbers of a list made its words."""
    if fact.is_words:
        parts = [each.strip() for each in re.split(r"[,;]", text) if each.strip()]
        if len(parts) == 1 and (parts[0].casefold() in _NONE or parts[0] == "0"):
            return []
        return [_word_at(fact, each) for each in parts] or [text]
    if fact.type is FactType.WORD:
        return [_word_at(fact, text)]
    if fact.type is FactType.TEXT and text.casefold() in _NONE:
        return [""]
    return [text]


def _word_at(fact: Fact, text: str) -> str:
    known = [word for word, _ in fact.words]
    if text.isascii() and text.isdecimal() and len(text) < 6 and 1 <= int(text) <= len(known):
        return known[int(text) - 1]
    return text
