"""
Advice in sentences.

The remedies stand in the rules; what is made here are the condition to be met,
how far it is, and what to supply. Nobody is told what to declare.
"""

from collections.abc import Iterator

from eligibility.advice.change import Advice, By, Change
from eligibility.advice.domain import CONTRARY
from eligibility.advice.wanted import binding
from eligibility.decisions import Decision, Finding, Outcome
from eligibility.decisions.words import filled
from eligibility.facts import FactName, FactType, Words
from eligibility.facts.values import shown
from eligibility.language import Lang, Text, day, listed
from eligibility.logic import Compare, Condition, Known, Not, Op, Status, facts_of, leaves
from eligibility.rulebook.model import Remedy
from eligibility.rulebook.sentence import requirement_sentence

__all__ = ["change_text", "reason_text"]


def change_text(advice: Advice, change: Change, lang: Lang) -> str:
    """What has to change, the condition to be met, and how far it is, in a few sentences."""
    writer = _Writer(advice.decision, change, lang)
    return " ".join(writer.sentences())


def reason_text(advice: Advice, lang: Lang) -> str | None:
    """Why there is no set, or that there may be others; None where nothing is to be said."""
    if advice.decision.outcome is Outcome.ELIGIBLE:
        return Text(
            "Le dossier est éligible : rien n'est à changer.",
            "The dossier is eligible: nothing has to change.",
        )[lang]
    if advice.complete:
        if advice.sets:
            return None
        return Text(
            "Aucun changement, dans les limites de chaque donnée, ne rend ce dossier éligible au "
            "dispositif : ses conditions ne peuvent pas être remplies ensemble.",
            "No change, within the bounds of each fact, makes this dossier eligible for the "
            "scheme: its conditions cannot be met together.",
        )[lang]
    if advice.sets:
        return Text(
            "La recherche a été arrêtée avant la fin : d'autres façons peuvent exister.",
            "The search was cut off: there may be other ways.",
        )[lang]
    return Text(
        "La recherche a été arrêtée avant la fin, sans résultat : une façon peut exister.",
        "The search was cut off and found nothing: there may be a way.",
    )[lang]


class _Writer:
    def __init__(self, decision: Decision, change: Change, lang: Lang) -> None:
        self.decision = decision
        self.change = change
        self.lang = lang
        self.region = decision.program.rulebook.region
        self.fact = self.region.catalogue[change.fact]

    def say(self, fr: str, en: str) -> str:
        return Text(fr, en)[self.lang]

    def sentences(self) -> Iterator[str]:
        if self.fact.type is FactType.PROCEEDINGS and self.change.current is not None:
            yield from self.proceedings()
        elif not self.change.known:
            yield self.to_supply()
            yield from self.condition()
        elif self.change.by is By.COMPANY:
            yield from self.remedies(By.COMPANY)
            yield from self.condition()
            yield from self.distance()
        else:
            yield self.say(
                f"Il faudrait que cette condition soit remplie : {self.wanted()}.",
                f"This condition would have to be met: {self.wanted()}.",
            )
            yield from self.distance()
            yield from self.remedies(By.OUTSIDE)

    def to_supply(self) -> str:
        evidence = f" ({self.fact.evidence[self.lang]})" if self.fact.evidence else ""
        label = self.fact.label[self.lang]
        if self.change.by is By.COMPANY:
            return self.say(f"À fournir : {label}{evidence}.", f"To supply: {label}{evidence}.")
        return self.say(
            f"À établir par l'instructeur : {label}{evidence}.",
            f"To be established by the officer: {label}{evidence}.",
        )

    def condition(self) -> Iterator[str]:
        """Nothing where it is enough to know the fact, whatever it is."""
        if any(not isinstance(leaf, Known) for leaf, _ in self.change.wanted):
            yield self.say("Condition : ", "Condition: ") + self.wanted() + "."

    def wanted(self) -> str:
        """The condition that the value meets, without what another part of it says already."""
        said: dict[str, None] = {}
        for leaf, truth in binding(self.change.wanted):
            node: Condition = leaf if truth else Not(leaf)
            said[requirement_sentence(node, self.region, self.lang)] = None
        return listed(said, self.lang)

    def distance(self) -> Iterator[str]:
        """What the fact is today, and how far that is from what it has to be."""
        change, fact, lang = self.change, self.fact, self.lang
        if fact.type in (FactType.TEXT, FactType.BOOLEAN) or change.current is None:
            return
        now = self.say("Dans le dossier : ", "In the dossier: ") + shown(fact, change.current, lang)
        if isinstance(change.current, int) and isinstance(change.value, int) and fact.is_number:
            if self.at_limit():
                now += self.say(", juste à la limite", ", just at the limit")
            else:
                now += self.beside(shown(fact, self.apart(), lang), change.current < change.value)
        yield now + "."

    def beside(self, apart: str, short: bool) -> str:
        if self.limit() is not None:
            where = Text("au-dessous", "below") if short else Text("au-dessus", "above")
            return self.say(f", {apart} {where.fr} de la limite", f", {apart} {where.en} the limit")
        if short:
            return self.say(f" ; il manque {apart}", f", which is {apart} short")
        return self.say(f", soit {apart} de trop", f", which is {apart} too much")

    def limit(self) -> int | None:
        """
        A limit that must not be reached, of a count or a score: nobody speaks of
        a hundredth of an employee, as one speaks of a cent.
        """
        if self.fact.type is not FactType.NUMBER:
            return None
        for leaf, truth in binding(self.change.wanted):
            if isinstance(leaf, Compare) and isinstance(leaf.value, int):
                op = leaf.op if truth or leaf.op is Op.IS else CONTRARY[leaf.op]
                if op in (Op.ABOVE, Op.BELOW) and abs(self.change.value - leaf.value) == 1:  # type: ignore[operator]
                    return leaf.value
        return None

    def at_limit(self) -> bool:
        return self.limit() == self.change.current

    def apart(self) -> int:
        limit, current = self.limit(), self.change.current
        assert isinstance(current, int)
        return self.change.distance or 0 if limit is None else abs(limit - current)

    def remedies(self, who: By) -> Iterator[str]:
        """The remedies of the clauses that are about this fact, each once."""
        said: dict[str, None] = {}
        for finding in self.decision.with_status(Status.NOT_MET):
            if finding.clause.id in self.change.clauses:
                for each in self.own(finding, who):
                    said[filled(self.decision, finding, each.text, self.lang)] = None
        yield from said

    def own(self, finding: Finding, who: By) -> Iterator[Remedy]:
        """
        The remedy of the part that reads the fact, else of the whole clause.

        A remedy cures what the clause requires, so it says nothing of a fact
        that only its guard reads. Where several facts can cure, it is that of
        the company; a fact that is not in its hands has it only to itself.
        """
        asked = self.fact.name
        for part in finding.clause.parts:
            read = self.read(part.condition)
            if part.remedy and asked in read:
                if who is By.COMPANY or read == {asked}:
                    yield part.remedy
                return
        read = self.read(finding.line.requirement)
        if finding.clause.remedy and asked in read and (who is By.COMPANY or read == {asked}):
            yield finding.clause.remedy

    def read(self, node: Condition) -> set[FactName]:
        catalogue = self.region.catalogue
        return {catalogue[name].asked for leaf in leaves(node) for name in facts_of(leaf)}

    def proceedings(self) -> Iterator[str]:
        change, lang = self.change, self.lang
        if change.by is By.TIME:
            assert change.on is not None
            yield from self.remedies(By.OUTSIDE)
            when = day(change.on, lang)
            ended = self.ended()
            if ended:
                are = self.say("n'est plus" if len(ended) == 1 else "ne sont plus", "no longer")
                yield self.say(
                    f"À compter du {when}, selon le dossier, {are} en cours : {self.kinds(ended)}.",
                    f"From {when} on, as the dossier has it, {are} under way: {self.kinds(ended)}.",
                )
            else:
                yield self.say(
                    f"À compter du {when}, selon le dossier, un plan est adopté.",
                    f"From {when} on, as the dossier has it, a plan is adopted.",
                )
            return
        kinds = self.kinds({old.kind for old, _ in change.edits or () if old is not None})
        if change.by is By.COMPANY:
            yield self.say(
                f"À préciser : le rôle de l'entreprise dans la procédure ({kinds}). "
                "Condition : elle y est en demande, non en défense.",
                f"To state: the company's role in the proceedings ({kinds}). "
                "Condition: it is the claimant, not the defendant.",
            )
            return
        yield self.say(
            f"Il faudrait que cette procédure soit close ; aucun jour de clôture n'est connu : {kinds}.",
            f"These proceedings would have to be closed; no closing day is known: {kinds}.",
        )
        yield from self.remedies(By.OUTSIDE)

    def ended(self) -> set[str]:
        before, after = self.change.current, self.change.value
        assert isinstance(before, Words)
        assert isinstance(after, Words)
        return set(before.sure - after.sure)

    def kinds(self, words: set[str]) -> str:
        labels = (label[self.lang] for word, label in self.fact.words if word in words)
        return listed(labels, self.lang)
