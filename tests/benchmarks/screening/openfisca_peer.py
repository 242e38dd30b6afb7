"""
The same clauses in OpenFisca-Core, run in an environment of its own.

    .venv-peers/bin/python openfisca_peer.py MODEL.json IN.parquet OUT.parquet

OpenFisca has no null: each fact has a boolean `known_…` beside it, and each
condition two variables, surely true and surely false. Words are bits of an
integer and amounts are cents, so that every formula is a few numpy
operations; lists are made once for each distinct mark, as in ours.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from openfisca_core.entities import build_entity  # type: ignore[import-not-found,unused-ignore]
from openfisca_core.periods import DateUnit  # type: ignore[import-not-found,unused-ignore]
from openfisca_core.simulations import SimulationBuilder  # type: ignore[import-not-found,unused-ignore]
from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # type: ignore[import-not-found,unused-ignore]
from openfisca_core.variables import Variable  # type: ignore[import-not-found,unused-ignore]

PERIOD = "2023-01"
OUTCOMES = ("eligible", "incomplete", "ineligible")
OPERATORS: dict[tuple[str, bool], Callable[[Any, Any], Any]] = {
    ("is", True): np.equal,
    ("is", False): np.not_equal,
    ("above", True): np.greater,
    ("above", False): np.less_equal,
    ("at_least", True): np.greater_equal,
    ("at_least", False): np.less,
    ("below", True): np.less,
    ("below", False): np.greater_equal,
    ("at_most", True): np.less_equal,
    ("at_most", False): np.greater,
}
WORDS = ("WORD", "WORDS", "PROCEEDINGS")
BLANKS = ("TEXT", "CODE")


def variable(name: str) -> str:
    return name.replace(".", "_")


class Clauses:
    """The variables of a tax-benefit system for one model."""

    def __init__(self, model: dict[str, Any]) -> None:
        self.model = model
        self.facts = model["facts"]
        self.dossier = build_entity("dossier", "dossiers", "", is_person=True)
        self.system = TaxBenefitSystem([self.dossier])
        assert len(model["pairs"]) < 32, "the bits of one integer"
        for name, fact in self.facts.items():
            kind = bool if fact["type"] in ("BOOLEAN", *BLANKS) else int
            self.add(variable(name), kind)
            self.add("known_" + variable(name), bool)
        self.add("scheme", int)
        for at, formulas in enumerate(model["conditions"]):
            for truth, formula in zip((True, False), formulas, strict=True):
                self.condition(f"c{at}_{truth}".lower(), formula)
        for at, (guard, requirement) in enumerate(model["pairs"]):
            self.pair(at, guard, requirement)
        self.marks()

    def add(self, name: str, kind: type, formula: Callable[..., Any] | None = None) -> None:
        content: dict[str, Any] = {
            "value_type": kind,
            "entity": self.dossier,
            "definition_period": DateUnit.MONTH,
            "label": name,
        }
        if formula:
            content["formula"] = formula
        self.system.add_variable(type(name, (Variable,), content))

    def condition(self, name: str, formula: Any) -> None:
        if isinstance(formula, bool):
            self.add(name, bool, lambda dossier, period: np.full(dossier.count, formula))
        else:
            self.add(name, bool, lambda dossier, period: self.value(formula, dossier, period))

    def value(self, formula: Any, dossier: Any, period: Any) -> Any:
        word, *rest = formula
        if word == "test":
            return self.test(formula, dossier, period)
        fold = np.logical_and if word == "all" else np.logical_or
        first, *others = rest[0]
        found = self.value(first, dossier, period)
        for other in others:
            found = fold(found, self.value(other, dossier, period))
        return found

    def test(self, formula: Any, dossier: Any, period: Any) -> Any:
        _, truth, names, word, constant = formula
        known = [dossier("known_" + variable(name), period) for name in names]
        if word == "known":
            return known[0]
        fact = self.facts[names[0]]
        value = dossier(variable(names[0]), period)
        for name in names[1:]:
            value = value + dossier(variable(name), period)
        if fact["type"] == "BOOLEAN" or fact["type"] in BLANKS:
            # Where nothing is known the value is false.
            wanted = truth if constant in (True, None) else not truth
            return value if wanted else known[0] & ~value
        if fact["type"] in WORDS and word != "empty":
            mask = self.bits(fact, [constant] if word == "is" else constant)
            hit = (value & mask) != 0
            return hit if truth else known[0] & ~hit
        if word == "empty":
            return known[0] & ((value == 0) if truth else (value != 0))
        found = OPERATORS[word, truth](value, constant)
        for each in known:
            found = found & each
        return found

    def bits(self, fact: dict[str, Any], words: Iterable[str]) -> int:
        return sum(1 << fact["words"].index(word) for word in words)

    def pair(self, at: int, guard: int, requirement: int) -> None:
        always = self.model["conditions"][guard] == [True, False]

        def not_met(dossier: Any, period: Any) -> Any:
            fails = dossier(f"c{requirement}_false", period)
            return fails if always else fails & dossier(f"c{guard}_true", period)

        def unknown(dossier: Any, period: Any) -> Any:
            decided = dossier(f"c{requirement}_true", period) | dossier(f"not_met_{at}", period)
            return ~(decided if always else decided | dossier(f"c{guard}_false", period))

        self.add(f"not_met_{at}", bool, not_met)
        self.add(f"unknown_{at}", bool, unknown)

    def marks(self) -> None:
        own = np.array(
            [sum(1 << pair for pair, _ in clauses) for clauses in self.model["schemes"].values()],
            dtype=np.int32,
        )
        count = len(self.model["pairs"])

        def bits(kind: str) -> Callable[[Any, Any], Any]:
            def formula(dossier: Any, period: Any) -> Any:
                found = np.zeros(dossier.count, dtype=np.int32)
                for at in range(count):
                    found |= dossier(f"{kind}_{at}", period).astype(np.int32) << np.int32(at)
                return found & own[dossier("scheme", period)]

            return formula

        def outcome(dossier: Any, period: Any) -> Any:
            is_open = dossier("unknown", period) != 0
            return np.where(dossier("not_met", period) != 0, 2, is_open)

        self.add("not_met", int, bits("not_met"))
        self.add("unknown", int, bits("unknown"))
        self.add("outcome", int, outcome)

    def inputs(self, table: pa.Table, simulation: Any) -> None:
        """Sets every fact, and whether it is known, from the columns of *table*."""
        for name, fact in self.facts.items():
            column = table[name].combine_chunks()
            known = column.is_valid().to_numpy(zero_copy_only=False)
            simulation.set_input("known_" + variable(name), PERIOD, known)
            simulation.set_input(variable(name), PERIOD, self.array(column, fact))
        schemes = list(self.model["schemes"])
        codes = by_word(table["scheme"].combine_chunks(), schemes.index, np.int32)
        simulation.set_input("scheme", PERIOD, codes)

    def array(self, column: Any, fact: dict[str, Any]) -> Any:
        if fact["type"] == "BOOLEAN":
            return column.fill_null(False).to_numpy(zero_copy_only=False)
        if fact["type"] in BLANKS:
            return by_word(column, lambda text: not text.strip(), np.bool_)
        if fact["type"] in WORDS:
            return by_word(
                column,
                lambda text: self.bits(fact, filter(None, text.split(";"))),
                np.int32,
            )
        whole = column.fill_null(0).cast("float64").to_numpy() * 10 ** fact["scale"]
        return np.rint(whole).astype(np.int32)

    def lists(self, marks: Any, schemes: Any) -> Any:
        """For each row the clauses whose bits are set, each distinct list made once."""
        width = len(self.model["pairs"])
        keys = pa.array(schemes.astype(np.int64) << width | marks).dictionary_encode()
        clauses = list(self.model["schemes"].values())
        made = [
            [clause for pair, clause in clauses[key >> width] if key >> pair & 1]
            for key in keys.dictionary.to_pylist()
        ]
        words = pa.dictionary(pa.int8(), pa.string())
        return pa.array(made, pa.list_(words)).take(keys.indices)


def by_word(column: Any, meaning: Callable[[str], Any], kind: Any) -> Any:
    """What each text means, asked once for each distinct text; 0 where there is none."""
    values = [meaning(text) for text in column.dictionary.to_pylist()]
    codes = column.indices.fill_null(len(values)).to_numpy()
    return np.array([*values, 0], dtype=kind)[codes]


def main(model_path: str, source: str, out: str) -> None:
    start = time.perf_counter()
    with open(model_path, encoding="utf-8") as file:
        clauses = Clauses(json.load(file))
    texts = [name for name, fact in clauses.facts.items() if fact["type"] in (*WORDS, *BLANKS)]
    table = pq.read_table(
        source, columns=["id", "scheme", *clauses.facts], read_dictionary=["scheme", *texts]
    )
    simulation = SimulationBuilder().build_default_simulation(clauses.system, table.num_rows)
    clauses.inputs(table, simulation)
    begun = time.perf_counter()
    not_met, unknown, outcome = (
        simulation.calculate(name, PERIOD) for name in ("not_met", "unknown", "outcome")
    )
    evaluated = time.perf_counter() - begun
    schemes = simulation.calculate("scheme", PERIOD)
    outcomes = pa.DictionaryArray.from_arrays(pc.cast(pa.array(outcome), pa.int8()), OUTCOMES)
    pq.write_table(
        pa.table(
            {
                "id": table["id"],
                "scheme": table["scheme"],
                "outcome": outcomes,
                "not_met": clauses.lists(not_met, schemes),
                "unknown": clauses.lists(unknown, schemes),
            }
        ),
        out,
    )
    print(json.dumps({"work": time.perf_counter() - start, "evaluation": evaluated}))


if __name__ == "__main__":
    main(*sys.argv[1:])
