"""
A mapping file: the columns of somebody else's export, as our facts.

    columns:
      N° dossier: id
      À jour fiscalement: {fact: company.tax_compliant, values: {O: true, N: false}}
    constants: {scheme: pass-transformation-ecologique}
    ignore: [Commentaire]
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from eligibility.documents import Document, Scalar, Value
from eligibility.errors import Fault, InputError, Place, did_you_mean
from eligibility.facts import Catalogue, FactName
from eligibility.facts.typed import TypedReader, is_absent
from eligibility.language import Text
from eligibility.screening.binding import HEAD, ID, SCHEME, Binding, Bound

__all__ = ["ColumnMap", "bind", "read_mapping"]


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """
    What a mapping file says: each column with its fact and its translations,
    the same value for every row, and the columns that are left out on purpose.
    """

    columns: Mapping[str, tuple[FactName, Mapping[str, str | None]]] = field(default_factory=dict)
    constants: Mapping[FactName, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()


def read_mapping(document: Document, catalogue: Catalogue) -> ColumnMap:
    """
    The mapping in *document*.

    Raises:
        InputError: unknown keys or facts, a fact given twice; every fault at once.
    """
    reader = _Reader(document, catalogue)
    found = reader.mapping()
    if reader.faults:
        raise InputError(reader.in_file_order())
    return found


class _Reader(TypedReader):
    def __init__(self, document: Document, catalogue: Catalogue) -> None:
        super().__init__(document)
        self.known = [*HEAD, *(fact.name for fact in catalogue.stated())]
        self.given: dict[FactName, str] = {}

    def mapping(self) -> ColumnMap:
        if not isinstance(self.document.root, dict):
            self.fault(
                "not-a-mapping",
                (),
                Text("ce n'est pas une correspondance", "this is not a mapping"),
                Text(
                    "commencez par une ligne `columns:` ; --explain-columns en propose une",
                    "begin with a line `columns:`; --explain-columns proposes one",
                ),
            )
            return ColumnMap()
        root = self.lines(self.document.root, ("columns", "constants", "ignore"), ())
        columns = {}
        for name, value in self.pairs(root, "columns"):
            path = ("columns", name)
            bound = self.column(value, path)
            if bound is not None:
                self.once(bound[0], path)
                columns[name] = bound
        constants = {}
        for name, value in self.pairs(root, "constants"):
            path = ("constants", name)
            if not isinstance(value, Scalar):
                self.expected(path, Text("une seule valeur", "a single value"))
            elif (fact := self.fact(name, path)) is not None and not value.is_null:
                self.once(fact, path)
                constants[fact] = value.text
        ignored = self.items(root.get("ignore"), ("ignore",)) or []
        names = tuple(each.text for each in ignored if isinstance(each, Scalar))
        return ColumnMap(columns, constants, names)

    def pairs(self, root: Mapping[str, Value], key: str) -> list[tuple[str, Value]]:
        content = root.get(key)
        if is_absent(content):
            return []
        if not isinstance(content, dict):
            self.expected(
                (key,), Text("fait de lignes `clé: valeur`", "made of `key: value` lines")
            )
            return []
        return list(content.items())

    def column(
        self, value: Value, path: tuple[str | int, ...]
    ) -> tuple[FactName, Mapping[str, str | None]] | None:
        if isinstance(value, Scalar):
            fact = self.fact(value.text, path)
            return None if fact is None else (fact, {})
        content = self.lines(value, ("fact", "values"), path)
        named = content.get("fact")
        if not isinstance(named, Scalar):
            self.expected((*path, "fact"), Text("le nom d'une donnée", "the name of a fact"))
            return None
        fact = self.fact(named.text, (*path, "fact"))
        values = content.get("values")
        if is_absent(values):
            values = {}
        if not isinstance(values, dict):
            self.expected(
                (*path, "values"),
                Text("fait de lignes `clé: valeur`", "made of `key: value` lines"),
            )
            values = {}
        return None if fact is None else (fact, self.values(values, path))

    def values(
        self, given: Mapping[str, Value], path: tuple[str | int, ...]
    ) -> Mapping[str, str | None]:
        found: dict[str, str | None] = {}
        for written, meant in given.items():
            if not isinstance(meant, Scalar):
                self.expected(
                    (*path, "values", written), Text("une seule valeur", "a single value")
                )
            else:
                found[written.strip()] = None if meant.is_null else meant.text
        return found

    def fact(self, name: str, path: tuple[str | int, ...]) -> FactName | None:
        if name in self.known:
            return FactName(name)
        self.fault(
            "unknown-fact",
            path,
            Text(f"la donnée `{name}` n'existe pas", f"there is no fact `{name}`"),
            did_you_mean(name, self.known)
            or Text("`eligibility schema` les donne toutes", "`eligibility schema` lists them all"),
        )
        return None

    def once(self, fact: FactName, path: tuple[str | int, ...]) -> None:
        if fact in self.given:
            self.fault(
                "fact-twice",
                path,
                Text(
                    f"`{fact}` vient déjà de `{self.given[fact]}`",
                    f"`{fact}` comes from `{self.given[fact]}` already",
                ),
                Text("retirez l'une des deux lignes", "remove one of the two lines"),
            )
        self.given[fact] = str(path[1])


def bind(
    columns: Collection[str],
    catalogue: Catalogue,
    given: ColumnMap,
    *,
    where: str,
    scheme: str | None = None,
) -> Binding:
    """
    The source of each fact in a table with these *columns*.

    A column that the mapping does not name is the fact of that name. *scheme*
    is that of every row where no column tells it.

    Raises:
        InputError: a column of the mapping that is not there, a fact from two
            columns, no column for the number of the dossier or for the scheme.
    """
    faults: list[Fault] = []

    def fault(code: str, message: Text, hint: Text | None) -> None:
        faults.append(Fault(code, Place(where), message, hint))

    facts: dict[FactName, Bound] = {}
    known = {*HEAD, *(fact.name for fact in catalogue.stated())}
    for name, (fact, values) in given.columns.items():
        if name not in columns:
            fault(
                "no-such-column",
                Text(f"il n'y a pas de colonne `{name}`", f"there is no column `{name}`"),
                did_you_mean(name, columns)
                or Text("colonnes : " + ", ".join(columns), "columns: " + ", ".join(columns)),
            )
        facts[fact] = Bound(column=name, values=values)
    facts |= {fact: Bound(constant=text) for fact, text in given.constants.items()}
    unread = []
    for name in columns:
        if name in given.columns or name in given.ignore:
            continue
        if name not in known:
            unread.append(name)
        elif FactName(name) in facts:
            source = facts[FactName(name)].column or "constants"
            fault(
                "fact-twice",
                Text(
                    f"la colonne `{name}` et la correspondance (`{source}`) donnent la même donnée",
                    f"the column `{name}` and the mapping (`{source}`) give the same fact",
                ),
                Text(f"ajoutez `ignore: [{name}]`", f"add `ignore: [{name}]`"),
            )
        else:
            facts[FactName(name)] = Bound(column=name)
    if scheme is not None:
        if SCHEME in facts:
            fault(
                "scheme-twice",
                Text(
                    "le tableau donne déjà le dispositif de chaque ligne",
                    "the table gives the scheme of each row already",
                ),
                Text("retirez --scheme", "remove --scheme"),
            )
        facts[SCHEME] = Bound(constant=scheme)
    _head(facts, columns, fault)
    if faults:
        raise InputError(faults)
    return Binding(facts, tuple(unread))


_Fault = Callable[[str, Text, Text | None], None]


def _head(facts: Mapping[FactName, Bound], columns: Collection[str], fault: _Fault) -> None:
    there = Text("colonnes : " + ", ".join(columns), "columns: " + ", ".join(columns))
    if ID not in facts:
        fault(
            "no-id-column",
            Text(
                "aucune colonne n'est le numéro du dossier (`id`)",
                "no column is the number of the dossier (`id`)",
            ),
            did_you_mean("id", columns)
            or Text(
                f"nommez-la `id`, ou donnez une correspondance avec --map ; {there.fr}",
                f"call it `id`, or give a mapping with --map; {there.en}",
            ),
        )
    if SCHEME not in facts:
        fault(
            "no-scheme-column",
            Text(
                "aucune colonne n'est le dispositif (`scheme`)",
                "no column is the scheme (`scheme`)",
            ),
            Text(
                "nommez-la `scheme`, ou donnez le dispositif de toutes les lignes avec --scheme",
                "call it `scheme`, or give the scheme of every row with --scheme",
            ),
        )
