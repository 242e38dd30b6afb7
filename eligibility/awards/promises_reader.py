"""
What was promised for an award, read: jobs, investments, partners, terms of repayment.
"""

from collections.abc import Mapping

from eligibility.awards import fields
from eligibility.awards.award import Investment
from eligibility.documents import Path, Scalar, Value
from eligibility.facts.events import OBJECTS
from eligibility.facts.typed import TypedReader, is_absent
from eligibility.language import Text

__all__ = ["PromisesReader"]


class PromisesReader:
    """Reads through *typed*, which gathers the faults."""

    def __init__(self, typed: TypedReader) -> None:
        self.typed = typed

    def jobs(self, root: Mapping[str, Value]) -> tuple[int | None, int | None, int | None]:
        """Aided posts, in hundredths: all, kept, created; any two give the third."""
        total, kept, created = (
            self.typed.whole(fields.JOBS, root.get(key), (key,))
            for key in ("jobs", "jobs_kept", "jobs_created")
        )
        known = [each for each in (kept, created) if each is not None]
        if total is not None and (sum(known) > total or (len(known) == 2 and sum(known) != total)):
            self.typed.fault(
                "jobs-contradicted",
                ("jobs",),
                Text(
                    "`jobs` n'est pas la somme de `jobs_kept` et `jobs_created`",
                    "`jobs` is not the sum of `jobs_kept` and `jobs_created`",
                ),
                Text("retirez `jobs`, ou corrigez", "remove `jobs`, or mend it"),
            )
            return total, kept, created
        if kept is not None and created is not None:
            return kept + created, kept, created
        if total is not None and known:
            rest = total - known[0]
            return (total, kept, rest) if kept is not None else (total, rest, created)
        return total, kept, created

    def investments(self, value: Value | None) -> tuple[Investment, ...] | None:
        """The aided investments; None where they are not known."""
        items = self.typed.items(value, ("investments",))
        if items is None:
            return None
        found: dict[str, Investment] = {}
        for index, item in enumerate(items):
            path: Path = ("investments", index)
            if not isinstance(item, dict):
                self.typed.expected(path, Text("{id: …, amount: …}", "{id: …, amount: …}"))
                continue
            content = self.typed.lines(item, fields.INVESTMENT, path)
            name = self.typed.text(content.get("id"), (*path, "id"))
            label = self.typed.text(content.get("label"), (*path, "label"))
            amount = self.typed.whole(
                fields.INVESTMENT_AMOUNT, content.get("amount"), (*path, "amount")
            )
            if not name:
                self.typed.fault(
                    "no-id",
                    path,
                    Text("cet investissement n'a pas d'`id`", "this investment has no `id`"),
                    Text("ajoutez par exemple `id: I1`", "add such as `id: I1`"),
                )
            elif name in found:
                self.typed.fault(
                    "id-twice",
                    (*path, "id"),
                    Text(
                        f"l'investissement `{name}` figure deux fois",
                        f"the investment `{name}` stands twice",
                    ),
                    Text("donnez-lui un autre `id`", "give it another `id`"),
                )
            else:
                found[name] = Investment(name, label, amount)
        return tuple(found.values())

    def partners(self, value: Value | None) -> tuple[str, ...] | None:
        """The SIREN numbers of the validated partners; None where they are not known."""
        items = self.typed.items(value, ("partners",))
        if items is None:
            return None
        found = []
        for index, item in enumerate(items):
            if is_absent(item):
                self.typed.expected(("partners", index), Text("un SIREN", "a SIREN number"))
            found.append(self.typed.code(fields.PARTNER, item, ("partners", index)))
        return tuple(dict.fromkeys(siren for siren in found if siren))

    def pro_rata(self, root: Mapping[str, Value]) -> dict[str, str]:
        """What the convention says instead of the whole aid, by object."""
        convention = self.typed.lines(root.get("convention"), fields.CONVENTION, ("convention",))
        path: Path = ("convention", "pro_rata")
        stated = self.typed.lines(convention.get("pro_rata"), tuple(OBJECTS), path)
        found = {}
        for name, value in stated.items():
            if name not in OBJECTS or is_absent(value):
                continue
            if not isinstance(value, Scalar):
                self.typed.expected((*path, name), Text("un mot", "a word"))
                continue
            word = value.text
            if name in fields.PRO_RATA.get(word, ()):
                found[name] = word
                continue
            allowed = [each for each, names in fields.PRO_RATA.items() if name in names]
            self.typed.fault(
                "unknown-pro-rata",
                (*path, name),
                Text(
                    f"`{word}` ne dit pas comment compter le prorata de `{name}`",
                    f"`{word}` does not say how to count pro rata for `{name}`",
                ),
                Text(
                    "mots possibles : " + ", ".join(allowed),
                    "possible words: " + ", ".join(allowed),
                ),
            )
        return found
