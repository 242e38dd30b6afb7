"""
Schemes found by what a person knows of them: a name, or who applies.
"""

from eligibility.errors import Fault, InputError, did_you_mean
from eligibility.language import Text
from eligibility.rulebook import Region, Rulebook, Scheme
from eligibility.rulebook.model import APPLICANT

__all__ = ["meant_for", "named"]


def meant_for(rulebook: Rulebook, applicant: str | None) -> tuple[Scheme, ...]:
    """The schemes for one kind of applicant, or all; raises InputError for an unknown kind."""
    if applicant is None:
        return rulebook.schemes
    words = dict(_words(rulebook.region, APPLICANT))
    if applicant not in words:
        raise InputError(
            [
                Fault(
                    "unknown-word",
                    None,
                    Text(
                        f"aucune sorte de demandeur ne s'appelle `{applicant}`",
                        f"no kind of applicant is called `{applicant}`",
                    ),
                    did_you_mean(applicant, words)
                    or Text("écrivez " + ", ".join(words), "write " + ", ".join(words)),
                )
            ]
        )
    return tuple(each for each in rulebook.schemes if applicant in each.applicants)


def _words(region: Region, name: str) -> tuple[tuple[str, Text], ...]:
    return region.catalogue[name].words if name in region.catalogue else ()


def named(rulebook: Rulebook, name: str) -> Scheme:
    """The scheme of that id, title or other name; raises InputError where there is none."""
    wanted = name.casefold()
    names: dict[str, Scheme] = {}
    for scheme in rulebook.schemes:
        aliases = (alias.name for alias in scheme.aliases)
        for known in (scheme.id, scheme.title.fr, scheme.title.en, *aliases):
            names.setdefault(known.casefold(), scheme)
    if wanted not in names:
        raise InputError(
            [
                Fault(
                    "unknown-scheme",
                    None,
                    Text(
                        f"aucun dispositif ne s'appelle `{name}`", f"no scheme is called `{name}`"
                    ),
                    did_you_mean(wanted, names)
                    or Text(
                        "la liste : eligibility schemes list", "the list: eligibility schemes list"
                    ),
                )
            ]
        )
    return names[wanted]
