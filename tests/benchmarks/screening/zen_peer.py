"""
The same clauses in GoRules ZEN, run in an environment of its own.

    .venv-peers/bin/python zen_peer.py MODEL.json IN.parquet OUT.parquet

A comparison with null is an error in ZEN, so every test is guarded. One
decision for each scheme, its clauses as expressions over the row (a decision
table that collects every row that matches was no quicker).
"""

import json
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import zen  # type: ignore[import-not-found,unused-ignore]

BATCH = 10_000
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("scheme", pa.string()),
        ("outcome", pa.string()),
        ("not_met", pa.list_(pa.string())),
        ("unknown", pa.list_(pa.string())),
    ]
)
OPERATORS = {
    ("is", True): "==",
    ("is", False): "!=",
    ("above", True): ">",
    ("above", False): "<=",
    ("at_least", True): ">=",
    ("at_least", False): "<",
    ("below", True): "<",
    ("below", False): ">=",
    ("at_most", True): "<=",
    ("at_most", False): ">",
}


def variable(name: str) -> str:
    return name.replace(".", "_")


class Decisions:
    """A decision graph for each scheme of one model."""

    def __init__(self, model: dict[str, Any]) -> None:
        self.model = model
        self.facts = model["facts"]

    def graphs(self) -> dict[str, Any]:
        return {scheme: self.graph(clauses) for scheme, clauses in self.model["schemes"].items()}

    def graph(self, clauses: list[tuple[int, str]]) -> dict[str, Any]:
        tests = [(clause, *self.pair(*self.model["pairs"][pair])) for pair, clause in clauses]
        node = self.expressions(tests)
        nodes = [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "clauses", "name": "clauses", **node},
            {"id": "out", "type": "outputNode", "name": "out"},
        ]
        edges = [
            {"id": "1", "sourceId": "in", "targetId": "clauses", "type": "edge"},
            {"id": "2", "sourceId": "clauses", "targetId": "out", "type": "edge"},
        ]
        return {"nodes": nodes, "edges": edges}

    def expressions(self, tests: list[tuple[str, str, str]]) -> dict[str, Any]:
        expressions = []
        for at, key in enumerate(("not_met", "unknown"), start=1):
            found = [f"({test[at]}) ? '{test[0]}' : null" for test in tests if test[at] != "false"]
            text = f"filter([{', '.join(found)}], # != null)"
            expressions.append({"id": key, "key": key, "value": text})
        outcome = (
            "len($.not_met) > 0 ? 'ineligible' : len($.unknown) > 0 ? 'incomplete' : 'eligible'"
        )
        expressions.append({"id": "outcome", "key": "outcome", "value": outcome})
        return {"type": "expressionNode", "content": {"expressions": expressions}}

    def pair(self, guard: int, requirement: int) -> tuple[str, str]:
        """Where a clause is not met, and where it is unknown."""
        applies, sets_aside = map(self.text, self.model["conditions"][guard])
        holds, fails = map(self.text, self.model["conditions"][requirement])
        not_met = _all([applies, fails])
        return not_met, _all([_not(sets_aside), _not(holds), _not(not_met)])

    def text(self, formula: Any) -> str:
        if isinstance(formula, bool):
            return str(formula).lower()
        word, *rest = formula
        if word == "test":
            return self.test(*rest)
        sign = " and " if word == "all" else " or "
        return "(" + sign.join(map(self.text, rest[0])) + ")"

    def test(self, truth: bool, names: list[str], word: str, constant: Any) -> str:
        read = [variable(name) for name in names]
        known = " and ".join(f"{name} != null" for name in read)
        fact = self.facts[names[0]]
        if word == "known":
            return f"({known})"
        if fact["type"] == "BOOLEAN":
            # Null is neither.
            return f"{read[0]} == {str(constant is truth).lower()}"
        if word == "empty":
            blank = f"trim({read[0]}) == ''"
            return f"({known} and {blank if truth else f'not({blank})'})"
        if word == "one_of":
            listed = ", ".join(f"'{each}'" for each in constant)
            if fact["type"] == "WORD":
                found = f"{read[0]} in [{listed}]"
            else:
                found = f"some({read[0]}, # in [{listed}])"
            return f"({known} and {found if truth else f'not({found})'})"
        said = f"'{constant}'" if isinstance(constant, str) else self.whole(constant, fact)
        if word == "is" and truth:
            return (
                f"{read[0]} == {said}"
                if len(read) == 1
                else f"({known} and {' + '.join(read)} == {said})"
            )
        return f"({known} and {' + '.join(read)} {OPERATORS[word, truth]} {said})"

    def whole(self, constant: int, fact: dict[str, Any]) -> str:
        return str(Decimal(constant).scaleb(-fact["scale"]))


def _all(parts: list[str]) -> str:
    if "false" in parts:
        return "false"
    return " and ".join(part for part in parts if part != "true") or "true"


def _not(text: str) -> str:
    return {"true": "false", "false": "true"}.get(text, f"not({text})")


def rows(table: pa.RecordBatch, facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What ZEN is given for each row; sets of words as lists, what is absent left out."""
    names = list(facts)
    columns = []
    for name in names:
        column = table[name]
        if pa.types.is_decimal(column.type):
            column = column.cast("float64")
        values = column.to_pylist()
        if facts[name]["type"] in ("WORDS", "PROCEEDINGS"):
            values = [v if v is None else v.split(";") if v else [] for v in values]
        columns.append(values)
    keys = [variable(name) for name in names]
    for values in zip(*columns, strict=True):
        yield {key: value for key, value in zip(keys, values, strict=True) if value is not None}


def main(model_path: str, source: str, out: str) -> None:
    start = time.perf_counter()
    with open(model_path, encoding="utf-8") as file:
        decisions = Decisions(json.load(file))
    engine = zen.ZenEngine({"loader": {"type": "static", "content": decisions.graphs()}})
    columns = ["id", "scheme", *decisions.facts]
    evaluated = 0.0
    # A piece at a time: the objects of a million rows would not fit in memory.
    with pq.ParquetFile(source) as table, pq.ParquetWriter(out, SCHEMA) as written:
        for batch in table.iter_batches(BATCH, columns=columns):
            requests = [
                {"key": scheme, "context": row}
                for scheme, row in zip(
                    batch["scheme"].to_pylist(), rows(batch, decisions.facts), strict=True
                )
            ]
            begun = time.perf_counter()
            answers = engine.evaluate_batch(requests)
            evaluated += time.perf_counter() - begun
            found = [answer["data"]["result"] for answer in answers]
            content = {
                "id": batch["id"],
                "scheme": batch["scheme"],
                **{key: [row[key] for row in found] for key in ("outcome", "not_met", "unknown")},
            }
            written.write_table(pa.table(content, schema=SCHEMA))
    print(json.dumps({"work": time.perf_counter() - start, "evaluation": evaluated}))


if __name__ == "__main__":
    main(*sys.argv[1:])
