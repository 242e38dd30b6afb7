"""
A document read into a dossier, with every fault of it at once.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from eligibility.documents import Document, Form, Path, Scalar, Value
from eligibility.errors import InputError, did_you_mean
from eligibility.facts import values
from eligibility.facts.catalogue import Catalogue, Fact, FactName, FactType
from eligibility.facts.coherence import warnings
from eligibility.facts.dossier import DECLARED, Dossier, Origin, Stated
from eligibility.facts.proceedings import Proceeding
from eligibility.facts.typed import TypedReader, is_absent
from eligibility.language import Text

__all__ = ["ORIGINS", "read_dossier"]

ORIGINS: Final = ("declared", "registry", "accounts", "attestation", "assessed")
ROLES: Final = ("claimant", "defendant")
_HEAD: Final = ("id", "submitted_on", "scheme")


def read_dossier(
    document: Document,
    catalogue: Catalogue,
    schemes: Collection[str],
    *,
    scheme_needed: bool = True,
) -> Dossier:
    """
    The dossier in *document*; its scheme is "" where none is named and none *scheme_needed*.

    Raises:
        InputError: unknown keys, values that do not fit, no id or scheme;
            every fault of the file at once.
    """
    return _Reader(document, catalogue, schemes, scheme_needed).dossier()


class _Reader(TypedReader):
    def __init__(
        self,
        document: Document,
        catalogue: Catalogue,
        schemes: Collection[str],
        scheme_needed: bool,
    ) -> None:
        super().__init__(document)
        self.catalogue = catalogue
        self.schemes = schemes
        self.scheme_needed = scheme_needed
        self.stated: dict[FactName, Stated] = {}
        self.folders = _folders(catalogue)

    def dossier(self) -> Dossier:
        root = self.document.root
        if not isinstance(root, dict):
            self.fault(
                "not-a-mapping",
                (),
                Text(
                    "un dossier est une suite de lignes `clé: valeur`, pas une liste ou un texte",
                    "a dossier is made of `key: value` lines, not a list or a text",
                ),
                Text("commencez par `id:` et `scheme:`", "begin with `id:` and `scheme:`"),
            )
            raise InputError(self.faults)
        head: dict[str, Value] = {name: root[name] for name in _HEAD if name in root}
        self.folder({k: v for k, v in root.items() if k not in _HEAD}, (), _HEAD)
        dossier_id = self.identifier(head)
        scheme = self.scheme(head)
        submitted_on = self.day(head.get("submitted_on"), ("submitted_on",))
        if self.faults:
            raise InputError(self.in_file_order())
        dossier = Dossier(dossier_id, scheme, submitted_on, self.stated)
        found = tuple(warnings(dossier, self.catalogue, self.document))
        return Dossier(dossier_id, scheme, submitted_on, self.stated, found)

    def folder(self, content: Mapping[str, Value], path: Path, beside: Collection[str]) -> None:
        """Reads the facts below *path*, which is a folder of the catalogue."""
        known = self.folders[path]
        for key, value in content.items():
            below = (*path, key)
            name = ".".join(map(str, below))
            if key not in known:
                self.fault(
                    "unknown-key",
                    below,
                    Text(f"la clé `{name}` n'existe pas", f"there is no key `{name}`"),
                    self.nearest(key, path, (*known, *beside)),
                )
            elif is_absent(value):
                continue
            elif below not in self.folders:
                self.fact(self.catalogue[name], value, below)
            elif isinstance(value, dict):
                self.folder(value, below, ())
            else:
                self.fault(
                    "not-a-mapping",
                    below,
                    Text(
                        f"`{name}` doit contenir des lignes `clé: valeur`",
                        f"`{name}` must hold `key: value` lines",
                    ),
                    Text(f"par exemple `{known[0]}:`", f"for example `{known[0]}:`"),
                )

    def nearest(self, key: str, path: Path, siblings: Collection[str]) -> Text | None:
        elsewhere = [
            fact.name for fact in self.catalogue.stated() if fact.name.rsplit(".", 1)[-1] == key
        ]
        if elsewhere and not path:
            return Text(f"écrivez-la sous `{elsewhere[0]}`", f"write it under `{elsewhere[0]}`")
        return did_you_mean(key, siblings) or Text(
            "clés possibles ici : " + ", ".join(siblings),
            "possible keys here: " + ", ".join(siblings),
        )

    def fact(self, fact: Fact, value: Value, path: Path) -> None:
        origin = Origin("assessed") if path[0] == "assessed" else DECLARED
        if isinstance(value, dict):
            found = self.origin(value, path, origin)
            value, origin = found or (Scalar("", Form.PLAIN), origin)
            path = (*path, "value")
            if is_absent(value):
                return
        if not isinstance(value, Scalar) and not fact.is_words:
            self.expected(path, Text("une seule valeur", "a single value"))
            return
        try:
            if fact.type is FactType.PROCEEDINGS:
                self.stated[fact.name] = Stated(self.proceedings(fact, value, path), origin)
            elif fact.type is FactType.WORDS:
                words = frozenset(str(word) for word in self.words(fact, value, path))
                self.stated[fact.name] = Stated(values.Words.exactly(words), origin)
            elif isinstance(value, Scalar):
                self.stated[fact.name] = Stated(values.parse(fact, value), origin)
        except values.Misfit as misfit:
            self.fault(misfit.code, path, misfit.message, misfit.hint)

    def words(self, fact: Fact, value: Value, path: Path) -> Iterator[values.Value]:
        if not isinstance(value, list):
            self.expected(path, Text("une liste, [] si vide", "a list, [] when empty"))
            return
        for index, item in enumerate(value):
            if not isinstance(item, Scalar):
                self.expected((*path, index), Text("une liste de mots", "a list of words"))
                continue
            try:
                yield values.parse(fact, item)
            except values.Misfit as misfit:
                self.fault(misfit.code, (*path, index), misfit.message, misfit.hint)

    def origin(
        self, value: dict[str, Value], path: Path, default: Origin
    ) -> tuple[Value, Origin] | None:
        """The value and the origin of a fact written as `{value: …, origin: …}`."""
        allowed = ["value", "origin", "as_of", "evidence"]
        if default.origin == "assessed":
            allowed += ["by", "role", "on", "rationale"]
        for key in value:
            if key not in allowed:
                self.unknown_key(
                    (*path, key),
                    allowed,
                    Text(
                        f"la clé `{key}` n'existe pas sous `{'.'.join(map(str, path))}`",
                        f"there is no key `{key}` under `{'.'.join(map(str, path))}`",
                    ),
                )
        if "value" not in value:
            self.fault(
                "no-value",
                path,
                Text(
                    f"`{'.'.join(map(str, path))}` n'a pas de `value`",
                    f"`{'.'.join(map(str, path))}` has no `value`",
                ),
                Text("ajoutez `value:`", "add `value:`"),
            )
            return None
        word = self.text(value.get("origin"), (*path, "origin")) or default.origin
        if word not in ORIGINS:
            self.fault(
                "unknown-origin",
                (*path, "origin"),
                Text(f"l'origine `{word}` n'existe pas", f"there is no origin `{word}`"),
                did_you_mean(word, ORIGINS)
                or Text(
                    "origines possibles : " + ", ".join(ORIGINS),
                    "possible origins: " + ", ".join(ORIGINS),
                ),
            )
        origin = Origin(
            word,
            as_of=self.day(value.get("as_of"), (*path, "as_of")),
            evidence=self.text(value.get("evidence"), (*path, "evidence")),
            by=self.text(value.get("by"), (*path, "by")),
            on=self.day(value.get("on"), (*path, "on")),
            rationale=self.text(value.get("rationale"), (*path, "rationale")),
            role=self.text(value.get("role"), (*path, "role")),
        )
        return value["value"], origin

    def proceedings(self, fact: Fact, value: Value, path: Path) -> tuple[Proceeding, ...]:
        if not isinstance(value, list):
            self.expected(path, Text("une liste, [] si aucune", "a list, [] for none"))
            return ()
        found = (self.proceeding(fact, item, (*path, index)) for index, item in enumerate(value))
        return tuple(each for each in found if each)

    def proceeding(self, fact: Fact, value: Value, path: Path) -> Proceeding | None:
        allowed = ("kind", "role", "opened_on", "closed_on", "plan_adopted_on")
        if not isinstance(value, dict):
            self.expected(path, Text("une liste de {kind: …}", "a list of {kind: …}"))
            return None
        for key in value:
            if key not in allowed:
                self.unknown_key(
                    (*path, key),
                    allowed,
                    Text(
                        f"la clé `{key}` n'existe pas pour une procédure",
                        f"a proceeding has no key `{key}`",
                    ),
                )
        kind = value.get("kind")
        if not isinstance(kind, Scalar) or kind.is_null:
            self.fault(
                "no-kind",
                path,
                Text("une procédure doit avoir un `kind`", "a proceeding must have a `kind`"),
                Text("par exemple `kind: sauvegarde`", "for example `kind: sauvegarde`"),
            )
            return None
        word = "civil"
        try:
            word = str(values.parse(fact, kind))
        except values.Misfit as misfit:
            self.fault(misfit.code, (*path, "kind"), misfit.message, misfit.hint)
        role = self.text(value.get("role"), (*path, "role"))
        if role not in (None, *ROLES):
            self.fault(
                "unknown-role",
                (*path, "role"),
                Text(f"le rôle `{role}` n'existe pas", f"there is no role `{role}`"),
                did_you_mean(str(role), ROLES)
                or Text("écrivez claimant ou defendant", "write claimant or defendant"),
            )
        opened = self.day(value.get("opened_on"), (*path, "opened_on"))
        closed = self.day(value.get("closed_on"), (*path, "closed_on"))
        plan = self.day(value.get("plan_adopted_on"), (*path, "plan_adopted_on"))
        if opened and closed and closed < opened:
            self.fault(
                "closed-before-opened",
                (*path, "closed_on"),
                Text(
                    f"la procédure est close le {closed}, avant son ouverture le {opened}",
                    f"the proceeding is closed on {closed}, before it was opened on {opened}",
                ),
            )
        return Proceeding(word, role, opened, closed, plan)

    def identifier(self, head: Mapping[str, Value]) -> str:
        value = self.text(head.get("id"), ("id",))
        if value is None or not value.strip():
            self.fault(
                "no-id",
                ("id",),
                Text("le dossier n'a pas d'`id`", "the dossier has no `id`"),
                Text(
                    "ajoutez par exemple `id: OCC-2023-00042`", "add such as `id: OCC-2023-00042`"
                ),
            )
            return ""
        return value

    def scheme(self, head: Mapping[str, Value]) -> str:
        value = self.text(head.get("scheme"), ("scheme",))
        known = Text(
            "dispositifs connus : " + ", ".join(self.schemes),
            "known schemes: " + ", ".join(self.schemes),
        )
        if value is None and not self.scheme_needed:
            return ""
        if value is None:
            self.fault(
                "no-scheme",
                ("scheme",),
                Text("le dossier n'a pas de `scheme`", "the dossier has no `scheme`"),
                known,
            )
            return ""
        if value not in self.schemes:
            self.fault(
                "unknown-scheme",
                ("scheme",),
                Text(f"le dispositif `{value}` n'existe pas", f"there is no scheme `{value}`"),
                did_you_mean(value, self.schemes) or known,
            )
        return value


def _folders(catalogue: Catalogue) -> dict[Path, list[str]]:
    """The keys that each folder of a dossier may hold, from the dotted names of the facts."""
    folders: dict[Path, list[str]] = {(): []}
    for fact in catalogue.stated():
        steps = tuple(fact.name.split("."))
        for depth, step in enumerate(steps):
            siblings = folders.setdefault(steps[:depth], [])
            if step not in siblings:
                siblings.append(step)
    return folders
