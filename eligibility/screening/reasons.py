"""
Why a row of a table is not eligible, in words short enough for a cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eligibility.facts.values import MARK
from eligibility.language import Lang, Text, day, listed
from eligibility.rulebook import Region

__all__ = ["Words", "reasons_text", "words_of"]


@dataclass(frozen=True, slots=True)
class Words:
    """What clauses and facts are called, by their ids and dotted names."""

    clauses: Mapping[str, Text]
    facts: Mapping[str, Text]


def words_of(region: Region) -> Words:
    """
    The words of every version of the rules.

    A clause whose title has changed bears each title with the day from which
    it holds: a row does not say which version it fell under.
    """
    titles: dict[str, dict[Text, Text]] = {}
    for part in sorted(region.parts, key=lambda part: part.in_force_from):
        since = part.in_force_from
        for clause in part.clauses:
            begun = Text(
                f"{clause.title.fr} (depuis le {day(since, Lang.FR)})",
                f"{clause.title.en} (since {day(since, Lang.EN)})",
            )
            titles.setdefault(clause.id, {}).setdefault(clause.title, begun)
    return Words(
        {clause: _told(versions) for clause, versions in titles.items()},
        {fact.name: fact.label for fact in region.catalogue},
    )


def _told(versions: Mapping[Text, Text]) -> Text:
    if len(versions) == 1:
        return next(iter(versions))
    return Text(*(" / ".join(each[lang] for each in versions.values()) for lang in Lang))


def reasons_text(
    not_met: str | None, unknown: str | None, missing: str | None, words: Words, lang: Lang
) -> str | None:
    """
    Why a dossier is not eligible: the clauses not met, else what is missing; None if neither.

    The three are lists joined by `;`, as a table has them.
    """
    if failed := _split(not_met):
        several = Text("Conditions non remplies", "Conditions not met")
        head = several if len(failed) > 1 else Text("Condition non remplie", "Condition not met")
        return _points(head, [_called(each, words.clauses, lang) for each in failed], lang)
    if wanted := _split(missing):
        labels = listed((_called(each, words.facts, lang) for each in wanted), lang)
        return Text(f"Il manque : {labels}.", f"Missing: {labels}.")[lang]
    if undecided := _split(unknown):
        head = Text("À vérifier", "To be checked")
        return _points(head, [_called(each, words.clauses, lang) for each in undecided], lang)
    return None


def _points(head: Text, items: Sequence[str], lang: Lang) -> str:
    joined = " ; ".join(items) if lang == Lang.FR else "; ".join(items)
    return f"{Text(f'{head.fr} : ', f'{head.en}: ')[lang]}{joined}."


def _split(joined: str | None) -> list[str]:
    return joined.split(MARK) if joined else []


def _called(name: str, words: Mapping[str, Text], lang: Lang) -> str:
    return words[name][lang] if name in words else name
