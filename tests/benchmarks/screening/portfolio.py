"""
A table of fictitious dossiers, the same for the same seed.

    python -m tests.benchmarks.screening.portfolio COUNT OUT.parquet|OUT.csv [SEED]

Every value follows from a hash of the row's number, so that DuckDB alone
writes ten million rows in seconds. Most values pass; from 1 to 30 % of each
fact are holes.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

import duckdb

from eligibility.screening.table import literal, quoted

__all__ = ["SCHEMES", "columns", "write"]

SCHEMES = (
    "contrat-3s",
    "contrat-entreprise-avenir",
    "pass-et-contrats-tourisme",
    "pass-transformation-ecologique",
    "pret-regional-souverainete-industrielle",
    "soutien-entreprises-en-difficulte",
)
AXES = ("impact_strategy", "social_impact", "ecological_impact", "power_sharing", "value_sharing")
COMMITMENTS = (
    "environmental_footprint",
    "energy_efficiency",
    "non_discrimination",
    "risk_prevention",
    "no_illegal_work",
    "career_development",
)
JUDGED = (
    "strategic_company",
    "high_impact_project",
    "structuring_project",
    "company_in_difficulty",
)
SAYS_NONE = (
    "company.proceedings",
    "project.environmental_measures",
    "project.land_use_measures",
)
"""Columns in which an empty text says something: in CSV the word `none` says it."""


class _Draws:
    """SQL whose values follow from the row's number, the seed, and how many were drawn before."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.drawn = 0

    def thousand(self) -> str:
        """A number from 0 to 999, another for each draw."""
        self.drawn += 1
        return f"(hash(i, {self.seed}, {self.drawn}) % 1000)"

    def holed(self, value: str, percent: int) -> str:
        """*value*, and nothing in so many rows out of a hundred."""
        return f"CASE WHEN {self.thousand()} < {percent * 10} THEN NULL ELSE {value} END"

    def number(self, value: str, percent: int) -> str:
        """*value*, a formula of `d` drawn from 0 to 999, as euros and cents."""
        return self.holed(f"({value.replace('d', self.thousand())})::DECIMAL(14, 2)", percent)

    def truth(self, per_mille: int, percent: int) -> str:
        """True in so many rows out of a thousand."""
        return self.holed(f"{self.thousand()} < {per_mille}", percent)

    def words(self, chances: Mapping[str, int], percent: int) -> str:
        """One of the texts, each up to its share of a thousand."""
        draw = self.thousand()
        cases = " ".join(
            f"WHEN {draw} < {below} THEN {literal(word)}" for word, below in chances.items()
        )
        return self.holed(f"CASE {cases} END", percent)


def columns(seed: int, *, wide: bool = False) -> dict[str, str]:
    """The SQL of each column; *wide* adds every other fact that a rule reads."""
    draws = _Draws(seed)
    names = ", ".join(map(literal, SCHEMES))
    scheme = f"[{names}][(hash(i, {seed}) % {len(SCHEMES)})::INT + 1]"
    loan = f"{scheme} = 'pret-regional-souverainete-industrielle'"
    found = {
        "id": "'OCC-2023-' || lpad(i::VARCHAR, 8, '0')",
        "scheme": scheme,
        "submitted_on": f"DATE '2023-01-01' + ({draws.thousand()} % 700)::INT",
        "company.siren": f"lpad(({draws.thousand()} % 100)::VARCHAR, 9, '0')",
        "company.naf": draws.words({"25.62B": 600, "10.71C": 1000}, 5),
        "company.commune": draws.words({"32013": 700, "2A004": 720, "31555": 1000}, 5),
        "company.headcount": draws.number("(d % 22)", 5),
        "company.turnover": draws.number("d * 3001.5", 20),
        "company.balance_sheet": draws.number("d * 2200", 20),
        "company.equity": draws.number("d * 1000.25 - 40010", 10),
        "company.other_equity": draws.number("d * 10", 30),
        "company.tax_compliant": draws.truth(985, 5),
        "company.social_compliant": draws.truth(985, 5),
        "company.proceedings": draws.words(
            {"": 950, "civil": 970, "sauvegarde": 985, "tax;labour": 1000}, 10
        ),
        "self_diagnosis.module": draws.words({"full": 800, "simplified": 1000}, 10),
        **{f"self_diagnosis.axes.{name}": draws.number("d % 101", 1) for name in AXES},
        **{f"commitments.{name}": draws.truth(990, 2) for name in COMMITMENTS},
        "project.environmental_measures": draws.words(
            {"Isolation, récupération de chaleur": 970, "": 985, "  ": 1000}, 5
        ),
        "project.real_estate": draws.truth(200, 3),
        "request.amount": draws.holed(
            f"(CASE WHEN {loan} THEN {draws.thousand()} * 3100"
            f" ELSE {draws.thousand()} * 12.5 END)::DECIMAL(14, 2)",
            2,
        ),
    }
    if wide:
        found |= {
            "company.tourism": draws.truth(500, 20),
            "self_diagnosis.done": draws.truth(950, 30),
            "project.land_use_measures": draws.words({"Sobriété foncière": 900, "": 1000}, 20),
            "project.other_regional_aid": draws.number("d * 20000", 10),
            "request.grant": draws.number("d * 220", 10),
            "request.instrument": draws.words({"loan": 800, "grant": 1000}, 10),
            **{f"assessed.{name}": draws.truth(900, 10) for name in JUDGED},
        }
    return found


def write(path: Path, count: int, seed: int = 1, *, wide: bool = False) -> None:
    """Writes *count* dossiers to *path*, Parquet or CSV by its name."""
    by_hand = path.suffix == ".csv"
    chosen = []
    for name, sql in columns(seed, wide=wide).items():
        said = f"CASE trim({sql}) WHEN '' THEN 'none' ELSE {sql} END"
        chosen.append(f"{said if by_hand and name in SAYS_NONE else sql} AS {quoted(name)}")
    form = "FORMAT csv, HEADER" if by_hand else "FORMAT parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {', '.join(chosen)} FROM range({count}) AS rows(i))"
            f" TO {literal(str(path))} ({form})"
        )


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]), *map(int, sys.argv[3:4]))
