"""
A portfolio of fictitious dossiers as an officer's export has it: the same bytes every time.

    python -m tests.conformance.make_portfolio fixtures/portfolios

No company in it exists: SIREN numbers are 0000000xx, names a trade and a number.
"""

import csv
import io
import random
import sys
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from tests.conformance.portfolio_words import (
    ASSESSED,
    AVENIR,
    AXES,
    BY_SIZE,
    COMMITMENTS,
    COMMUNES,
    COURT,
    DIFFICULTE,
    HEADER,
    MEASURES,
    OTHER_COURT,
    PASS,
    PRET,
    REMARKS,
    SOILS,
    STAYS,
    TOURISME,
    TRADES,
    TROIS_S,
    WRONG,
)

NAME = "occitanie-2023.csv"
DOSSIERS = 10_000
EARLY = 6
"""Dossiers from before the rules."""

Item = TypeVar("Item")
Row = dict[str, str]


class Dice:
    """Draws that every version of Python makes alike: of `random` only `random()` is promised."""

    def __init__(self, seed: int) -> None:
        self._source = random.Random(seed)

    def chance(self, share: float) -> bool:
        return self._source.random() < share

    def below(self, count: int) -> int:
        return int(self._source.random() * count)

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self._source.random()

    def one(self, items: Sequence[Item]) -> Item:
        return items[self.below(len(items))]

    def weighted(self, shares: Mapping[str, float]) -> str:
        left = self._source.random() * sum(shares.values())
        for item, share in shares.items():
            left -= share
            if left < 0:
                return item
        return item


def amount(euros: float, *, cents: bool = False) -> str:
    """An amount as a French spreadsheet shows it: `1 234,50`."""
    whole, rest = divmod(round(euros * 100), 100)
    text = f"{whole:,}".replace(",", " ")
    return f"{text},{rest:02}" if rest or cents else text


def yes(truth: bool) -> str:
    return "oui" if truth else "non"


def sound(dice: Dice, at: int, day: date) -> Row:
    """A dossier in which nothing is missing and every condition is met."""
    company = 1 + dice.below(99)
    (low, high), asked = next(of[1:] for of in BY_SIZE if company < of[0])
    size = low + (company * 37) % (high - low + 1)
    headcount = max(low, min(high, round(size * dice.between(0.9, 1.1))))
    scheme = dice.weighted(asked)
    stays = scheme == TOURISME or company % 20 == 7
    turnover = headcount * dice.between(60_000, 190_000)
    real_estate = dice.chance(0.15)
    row = dict.fromkeys(HEADER, "")
    row |= {
        "N° dossier": f"OCC-{day.year}-{at:05}",
        "Dispositif": scheme,
        "Déposé le": f"{day:%d/%m/%Y}",
        "SIREN": f"{company:09}",
        "Entreprise": f"{(STAYS if stays else TRADES)[company % (4 if stays else 10)]} {company:03}",
        "Commune (Insee)": COMMUNES[company % len(COMMUNES)],
        "Entreprise touristique": yes(stays),
        "Effectif": f"{headcount},5" if headcount < 18 and dice.chance(0.1) else str(headcount),
        "Chiffre d'affaires": amount(turnover, cents=dice.chance(0.1)),
        "Total du bilan": amount(round(turnover * dice.between(0.4, 0.9), -2)),
        "Capitaux propres": amount(turnover * dice.between(0.03, 0.3), cents=True),
        "À jour fiscalement": "oui",
        "À jour socialement": "oui",
        "Procédures en cours": "aucune" if dice.chance(0.98) else dice.one(OTHER_COURT),
        "Autodiagnostic réalisé": "oui",
        "Module": "simplifié" if headcount < 10 and stays else "complet",
        "Volet immobilier": yes(real_estate),
        "Mesures sols": dice.one(SOILS) if real_estate else "",
        "Mesures environnement": dice.one(MEASURES),
        "Autres aides Région": "0" if scheme == TROIS_S else "",
        "Commentaire": dice.one(REMARKS) if dice.chance(0.04) else "",
    }
    row |= {axis: str(dice.below(101)) for axis in AXES}
    row |= dict.fromkeys(COMMITMENTS, "oui")
    row |= dict.fromkeys(ASSESSED.get(scheme, ()), "oui")
    row |= request(dice, scheme)
    if scheme == DIFFICULTE and dice.chance(0.5):
        row["Procédures en cours"] = "redressement judiciaire"
    return row


def request(dice: Dice, scheme: str) -> Row:
    """What is asked for, within the bounds of the scheme."""
    bounds = {
        PASS: (1_500, 10_000, 50),
        AVENIR: (20_000, 300_000, 500),
        TROIS_S: (400_000, 9_500_000, 1_000),
        PRET: (200_000, 3_000_000, 1_000),
        TOURISME: (3_000, 120_000, 100),
        DIFFICULTE: (40_000, 600_000, 500),
    }
    low, high, step = bounds[scheme]
    asked = round(dice.between(low, high) / step) * step
    grant = 0 if scheme == PRET else min(asked, 200_000)
    form = "prêt" if scheme == PRET else "subvention"
    if scheme in (TROIS_S, DIFFICULTE) and dice.chance(0.3):
        form = dice.one(("avance remboursable", "garantie", "capital"))
    money = f"{amount(asked)} €" if dice.chance(0.03) else amount(asked)
    return {"Montant demandé": money, "Dont subvention": amount(grant), "Forme de l'aide": form}


def flawed(dice: Dice, row: Row) -> None:
    """Something in the row fails a condition of its scheme."""
    scheme = row["Dispositif"]
    flaws: dict[str, float] = {
        "tax": 3,
        "social": 3,
        "equity": 5,
        "court": 3,
        "diagnosis": 3,
        "commitment": 2,
        "measures": 1,
        "scheme": 6 if scheme in (PASS, AVENIR, TROIS_S, PRET) else 0,
        "judged": 4 if scheme in ASSESSED else 0,
    }
    match dice.weighted(flaws):
        case "tax":
            row["À jour fiscalement"] = "non"
        case "social":
            row["À jour socialement"] = "non"
        case "equity":
            low = dice.chance(0.1)
            row["Capitaux propres"] = "0" if low else "-" + amount(dice.between(500, 90_000))
        case "court":
            row["Procédures en cours"] = dice.one(COURT)
        case "diagnosis":
            row |= dict.fromkeys((*AXES, "Module"), "") | {"Autodiagnostic réalisé": "non"}
        case "commitment":
            row[dice.one(COMMITMENTS)] = "non"
        case "measures":
            place = "sols" if row["Mesures sols"] else "environnement"
            row[f"Mesures {place}"] = "aucune"
        case "judged":
            row[dice.one(ASSESSED[scheme])] = "non"
        case _:
            row |= beyond(dice, scheme)


def beyond(dice: Dice, scheme: str) -> Row:
    """A request that its scheme does not allow."""
    match scheme:
        case _ if scheme == PASS and dice.chance(0.4):
            return {"Effectif": str(20 + dice.below(15))}
        case _ if scheme == PASS:
            return {"Montant demandé": amount(10_000 + 50 * (1 + dice.below(120)))}
        case _ if scheme == AVENIR and dice.chance(0.5):
            return {"Montant demandé": amount(300_000 + 500 * (1 + dice.below(400)))}
        case _ if scheme == AVENIR:
            return {"Montant demandé": "300 000", "Dont subvention": "250 000"}
        case _ if scheme == TROIS_S:
            return {"Autres aides Région": amount(10_000_000 + 1_000 * dice.below(900))}
        case _ if dice.chance(0.5):
            return {"Forme de l'aide": "subvention"}
    return {"Montant demandé": amount(50_000 + 1_000 * dice.below(150))}


def with_holes(dice: Dice, row: Row) -> None:
    """Some cells of the row are not known yet."""
    asked = [*ASSESSED.get(row["Dispositif"], ()), *HEADER[7:15], *AXES, *COMMITMENTS]
    asked += ["Mesures environnement", "Montant demandé", "Dont subvention", "Volet immobilier"]
    for _ in range(1 + dice.below(4)):
        column = dice.one(asked)
        row[column] = "n.c." if column == "Effectif" and dice.chance(0.5) else ""


def rows() -> list[Row]:
    """Every dossier, by the day on which it came in."""
    dice = Dice(2023)
    first, span = date(2023, 1, 2), (date(2025, 12, 19) - date(2023, 1, 2)).days
    days = sorted(first + timedelta(days=dice.below(span)) for _ in range(DOSSIERS - EARLY))
    early = [date(2022, 11, 24) - timedelta(days=9 * at) for at in range(EARLY)]
    found = []
    for at, day in enumerate([*reversed(early), *days], start=1):
        row = sound(dice, at, day)
        kind = dice.weighted({"sound": 52, "flawed": 22, "holes": 20, "both": 6})
        if kind in ("flawed", "both"):
            flawed(dice, row)
            if dice.chance(0.2):
                flawed(dice, row)
        if kind in ("holes", "both"):
            with_holes(dice, row)
        found.append(row)
    # Mistakes somewhere in each stretch, of every sort in turn.
    mistakes = [(column, text) for column, texts in WRONG for text in texts]
    stretch = (DOSSIERS - EARLY) // (len(mistakes) + 16)
    for at in range(len(mistakes) + 16):
        column, text = mistakes[at % len(mistakes)]
        found[EARLY + at * stretch + dice.below(stretch)][column] = text
    return found


def content() -> bytes:
    """The file: `;` between cells, a byte-order mark, lines as Windows ends them."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEADER, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows())
    return text.getvalue().encode("utf-8-sig")


def make(folder: Path) -> None:
    """Writes the portfolio."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_bytes(content())


if __name__ == "__main__":
    make(Path(sys.argv[1]))
