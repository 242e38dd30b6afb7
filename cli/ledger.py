"""
`eligibility ledger`: the record read, checked, proved, exported.
"""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from eligibility_cli.console import LangOption, fail, is_ascii, language, say, say_in, utc_now
from eligibility_cli.files import create, exclusive

from eligibility.errors import EligibilityError, Fault, InputError, Place
from eligibility.language import Lang, Text
from eligibility.ledger.entry import Kind, Ruling

if TYPE_CHECKING:
    from eligibility.ledger.note import SigningKey
    from eligibility.ledger.store import Source
    from eligibility.ledger.verify import Verification

__all__ = ["ledger", "source_at"]

ledger = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=say(
        "Le registre des conclusions : lire, vérifier, prouver, exporter.",
        "The record of conclusions: read, verify, prove, export.",
    ),
)
LedgerArgument = Annotated[
    str,
    typer.Argument(
        metavar="REGISTRE",
        help=say(
            "Fichier SQLite, adresse PostgreSQL, ou archive .zip (lecture seule).",
            "SQLite file, PostgreSQL URL, or .zip archive (read only).",
        ),
        show_default=False,
    ),
]
NumberArgument = Annotated[
    int, typer.Argument(metavar="N", help=say("Numéro d'entrée.", "Entry number."), min=0)
]
JsonOption = Annotated[
    bool, typer.Option("--json", help=say("Un objet JSON par ligne.", "One JSON object a line."))
]
OfficerOption = Annotated[
    str, typer.Option("--officer", help=say("L'agent qui agit.", "The officer who acts."))
]
OutOption = Annotated[
    Path,
    typer.Option("--out", help=say("Fichier à créer.", "File to create."), show_default=False),
]
KeyOption = Annotated[
    Path | None,
    typer.Option(
        "--key",
        help=say(
            "Clé qui signe (par défaut : celle de l'utilisateur, créée au premier usage).",
            "Key that signs (default: the user's, made when first used).",
        ),
        show_default=False,
    ),
]


def source_at(where: str) -> "Source":
    """
    The ledger or the archive at *where*, to be read.

    Raises:
        LedgerError: neither.
    """
    from eligibility.ledger.archive import Archive, is_archive
    from eligibility.ledger.store import Ledger

    return Archive(Path(where)) if is_archive(where) else Ledger.open(where)


def log(
    where: LedgerArgument,
    scheme: Annotated[
        str | None, typer.Option("--scheme", help=say("Dispositif.", "Scheme."), show_default=False)
    ] = None,
    outcome: Annotated[
        str | None,
        typer.Option(
            "--outcome",
            help=say("Conclusion ou acte.", "Outcome or ruling."),
            show_default=False,
        ),
    ] = None,
    officer: Annotated[
        str | None, typer.Option("--officer", help=say("Agent.", "Officer."), show_default=False)
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since",
            formats=["%Y-%m-%d"],
            help=say("Enregistré ce jour ou après (UTC).", "Recorded that day or after (UTC)."),
            show_default=False,
        ),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            "--until",
            formats=["%Y-%m-%d"],
            help=say("Enregistré ce jour ou avant (UTC).", "Recorded that day or before (UTC)."),
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    from eligibility_cli.ledger_views import log_rows, print_log

    tongue = language(lang)
    last = until.replace(tzinfo=UTC) + timedelta(days=1) if until else None
    try:
        rows = log_rows(
            source_at(where),
            {"scheme": scheme, "outcome": outcome, "officer": officer},
            (since.replace(tzinfo=UTC) if since else None, last),
        )
        if as_json:
            for row in rows:
                print(json.dumps(row, ensure_ascii=is_ascii()))
        else:
            print_log(rows, tongue)
    except EligibilityError as error:
        fail(error, tongue)


log.__doc__ = say("Les entrées, dans l'ordre.", "The entries, in order.")
ledger.command("log")(log)


def show(
    where: LedgerArgument,
    number: NumberArgument,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    from eligibility_cli.ledger_views import print_entry

    tongue = language(lang)
    try:
        print_entry(source_at(where), number, tongue, as_json=as_json)
    except EligibilityError as error:
        fail(error, tongue)


show.__doc__ = say(
    "Une entrée : la conclusion et ses motifs, l'acte de l'agent.",
    "One entry: the conclusion and its reasons, the officer's act.",
)
ledger.command("show")(show)


def rule(
    where: LedgerArgument,
    number: NumberArgument,
    officer: OfficerOption,
    ruling: Annotated[
        Ruling,
        typer.Option(
            "--ruling",
            help=say(
                "award (attribue), reject (rejette), request (demande des pièces), "
                "withdraw (retrait de la demande).",
                "award, reject, request (more is asked), withdraw (the applicant withdraws).",
            ),
        ),
    ],
    motive: Annotated[
        str | None,
        typer.Option("--motive", help=say("Le motif.", "The motive."), show_default=False),
    ] = None,
    lang: LangOption = None,
) -> None:
    from eligibility_cli.ledger_views import ruling_text

    from eligibility.ledger.records import ruling_act
    from eligibility.ledger.store import Ledger

    tongue = language(lang)
    try:
        book = Ledger.open(where)
        act = ruling_act(book.entry(number), ruling, officer, motive)
        (entry,) = book.append([act], utc_now)
    except EligibilityError as error:
        fail(error, tongue)
    print(ruling_text(entry, tongue))
    print(say_in(tongue, f"Enregistré : n° {entry.number}", f"Recorded: number {entry.number}"))


rule.__doc__ = say(
    "Enregistre l'acte de l'agent sur une conclusion, qu'il la suive ou s'en écarte.",
    "Records the officer's act on a conclusion, whether it follows or departs.",
)
ledger.command("rule")(rule)


def verify(
    where: Annotated[str | None, typer.Argument(metavar="REGISTRE", show_default=False)] = None,
    checkpoint: Annotated[
        Path | None,
        typer.Option(
            "--checkpoint",
            help=say(
                "Point de contrôle publié : le registre le prolonge-t-il ?",
                "Published checkpoint: does the ledger still extend it?",
            ),
            show_default=False,
        ),
    ] = None,
    proof: Annotated[
        Path | None,
        typer.Option(
            "--proof",
            help=say(
                "Preuve d'inclusion, vérifiée sans le registre.",
                "Inclusion proof, checked without the ledger.",
            ),
            show_default=False,
        ),
    ] = None,
    verifier: Annotated[
        str | None,
        typer.Option(
            "--verifier",
            help=say("Clé publique qui a signé.", "Public key that signed."),
            show_default=False,
        ),
    ] = None,
    lang: LangOption = None,
) -> None:
    from eligibility_cli.ledger_checks import check_ledger, check_proof

    tongue = language(lang)
    try:
        if (where is None) == (proof is None):
            raise _usage(
                "donnez un registre, ou une preuve avec --proof",
                "give a ledger, or a proof with --proof",
            )
        if proof is not None:
            passed = check_proof(proof, checkpoint, verifier, tongue)
        else:
            passed = check_ledger(source_at(str(where)), checkpoint, verifier, tongue)
    except EligibilityError as error:
        fail(error, tongue)
    if not passed:
        raise typer.Exit(1)


verify.__doc__ = say(
    "Dit si le registre est intact, et nomme la première entrée qui ne l'est pas.",
    "Says whether the ledger is intact, and names the first entry that is not.",
)
ledger.command("verify")(verify)


def checkpoint(
    where: LedgerArgument,
    out: OutOption,
    key: KeyOption = None,
    lang: LangOption = None,
) -> None:
    from eligibility.ledger.note import Checkpoint, signed

    tongue = language(lang)
    try:
        found = _sound(source_at(where), tongue)
        pen = _signing_key(key)
        create(out, signed(Checkpoint(found.origin, found.size, found.root), pen))
    except EligibilityError as error:
        fail(error, tongue)
    print(
        say_in(
            tongue,
            f"{found.size} entrées signées. Clé publique, à publier avec le point de contrôle :",
            f"{found.size} entries signed. Public key, to be published with the checkpoint:",
        )
    )
    print(pen.verifier)


checkpoint.__doc__ = say(
    "Écrit un point de contrôle signé, à publier ou à horodater ailleurs.",
    "Writes a signed checkpoint, to be published or time-stamped elsewhere.",
)
ledger.command("checkpoint")(checkpoint)


def prove(
    where: LedgerArgument,
    number: NumberArgument,
    out: OutOption,
    lang: LangOption = None,
) -> None:
    from eligibility.ledger.proof import proof_of
    from eligibility.ledger.store import Ledger

    tongue = language(lang)
    try:
        book = Ledger.open(where)
        entry = book.entry(number)
        made = proof_of(entry, *book.tree())
        create(out, json.dumps(made.plain, indent=1) + "\n")
    except EligibilityError as error:
        fail(error, tongue)
    print(
        say_in(
            tongue,
            f"L'entrée n° {number} est prouvée parmi {made.checkpoint.size} ; à vérifier avec "
            f"`eligibility ledger verify --proof {out}`.",
            f"Entry {number} is proved among {made.checkpoint.size}; to be checked with "
            f"`eligibility ledger verify --proof {out}`.",
        )
    )


prove.__doc__ = say(
    "Écrit la preuve qu'une entrée est dans le registre, vérifiable sans lui.",
    "Writes the proof that an entry is in the ledger, to be checked without it.",
)
ledger.command("prove")(prove)


def export(
    where: LedgerArgument,
    out: OutOption,
    redact: Annotated[
        bool,
        typer.Option(
            "--redact",
            help=say("Sans les données scellées.", "Without the sealed facts."),
        ),
    ] = False,
    lang: LangOption = None,
) -> None:
    from eligibility.ledger.archive import write_archive

    tongue = language(lang)
    try:
        source = source_at(where)
        found = _sound(source, tongue)
        write_archive(source, found, out, redact=redact)
    except EligibilityError as error:
        fail(error, tongue)
    print(
        say_in(
            tongue,
            f"{found.size} entrées dans {out} ; `verify` et `replay` le lisent.",
            f"{found.size} entries in {out}; `verify` and `replay` read it.",
        )
    )


export.__doc__ = say(
    "Écrit une archive qui se suffit : entrées, règles, preuve.",
    "Writes an archive that stands alone: entries, rules, proof.",
)
ledger.command("export")(export)


def stats(where: LedgerArgument, as_json: JsonOption = False, lang: LangOption = None) -> None:
    from eligibility_cli.ledger_views import counted, print_stats

    tongue = language(lang)
    try:
        found = counted(source_at(where))
    except EligibilityError as error:
        fail(error, tongue)
    if as_json:
        print(json.dumps(found, ensure_ascii=is_ascii()))
    else:
        print_stats(found, tongue)


stats.__doc__ = say(
    "Compte les conclusions, les actes, les écarts, les clauses en défaut.",
    "Counts conclusions, rulings, departures, clauses that fail.",
)
ledger.command("stats")(stats)


def erase(
    where: LedgerArgument,
    numbers: Annotated[
        list[int] | None,
        typer.Argument(metavar="[N]…", help=say("Entrées.", "Entries."), show_default=False),
    ] = None,
    before: Annotated[
        datetime | None,
        typer.Option(
            "--before",
            formats=["%Y-%m-%d"],
            help=say("Tout ce qui fut enregistré avant ce jour.", "All recorded before that day."),
            show_default=False,
        ),
    ] = None,
    officer: OfficerOption = "",
    motive: Annotated[
        str, typer.Option("--motive", help=say("Le motif.", "The motive."), show_default=False)
    ] = "",
    yes: Annotated[
        bool, typer.Option("--yes", help=say("Sans demander.", "Without asking."))
    ] = False,
    lang: LangOption = None,
) -> None:
    from eligibility.ledger.records import erasure_act
    from eligibility.ledger.store import Ledger

    tongue = language(lang)
    try:
        exclusive(before=before, n=numbers)
        if not officer.strip() or not motive.strip():
            raise _usage(
                "un effacement nomme son agent et son motif : --officer, --motive",
                "an erasure names its officer and its motive: --officer, --motive",
            )
        book = Ledger.open(where)
        limit = before.replace(tzinfo=UTC) if before else None
        chosen = _erasable(book, numbers or [], limit)
    except EligibilityError as error:
        fail(error, tongue)
    count = len(chosen)
    if not yes:
        question = say_in(
            tongue,
            f"Effacer pour toujours les données scellées de {count} entrée(s) ?",
            f"Erase for ever the sealed facts of {count} entry/entries?",
        )
        typer.confirm(question, abort=True)
    try:
        (entry,) = book.erase(chosen, erasure_act(chosen, officer, motive), utc_now)
    except EligibilityError as error:
        fail(error, tongue)
    print(
        say_in(
            tongue,
            f"{count} entrée(s) effacée(s) ; enregistré : n° {entry.number}",
            f"{count} entry/entries erased; recorded: number {entry.number}",
        )
    )


erase.__doc__ = say(
    "Efface les données scellées d'entrées ; le registre reste vérifiable.",
    "Erases the sealed facts of entries; the ledger can still be verified.",
)
ledger.command("erase")(erase)


def upgrade(where: LedgerArgument, lang: LangOption = None) -> None:
    from eligibility.ledger.database import HEAD, opened, refused

    tongue = language(lang)
    try:
        database = opened(where, create=False)
        with database.writing() as connection:
            found = database.schema(connection)
            if found is None:
                raise refused(
                    "not-a-ledger",
                    database.name,
                    Text("ce n'est pas un registre", "this is not a ledger"),
                )
            if found < HEAD:
                database.create(connection)
    except EligibilityError as error:
        fail(error, tongue)
    print(say_in(tongue, f"Schéma {HEAD}.", f"Schema {HEAD}."))


upgrade.__doc__ = say(
    "Met le schéma d'un registre ancien à jour ; les entrées restent.",
    "Brings the schema of an old ledger up; the entries stay.",
)
ledger.command("upgrade")(upgrade)


def _erasable(book: "Source", numbers: list[int], limit: datetime | None) -> list[int]:
    """The decisions that were asked for and still have sealed facts."""
    from eligibility.ledger.entry import Entry

    there = {number for number, _ in book.sealed()}
    known = set()
    for stored in book.stored():
        entry = Entry.parse(stored.data)
        old = limit is not None and entry.recorded_at < limit
        if (
            entry.kind is Kind.DECISION
            and stored.number in there
            and (old or stored.number in numbers)
        ):
            known.add(stored.number)
    lacking = sorted(set(numbers) - known)
    if lacking or not known:
        named = ", ".join(map(str, lacking)) or "-"
        raise EligibilityError(
            [
                Fault(
                    "nothing-to-erase",
                    None,
                    Text(
                        f"rien à effacer (entrées sans données scellées : {named})",
                        f"nothing to erase (entries without sealed facts: {named})",
                    ),
                )
            ]
        )
    return sorted(known)


def _sound(source: "Source", tongue: Lang) -> "Verification":
    """The verification of a source that has no flaw; ends with status 1 where it has one."""
    from eligibility_cli.ledger_checks import print_flaws

    from eligibility.ledger.verify import verify as verified

    found = verified(source)
    if not found.passed:
        print_flaws(found, source.name, tongue)
        raise typer.Exit(1)
    return found


def _signing_key(path: Path | None) -> "SigningKey":
    """The key in a file, made there when it is not; only its owner may read it."""
    from eligibility.ledger.note import BadNoteError, SigningKey

    where = path or _user_key()
    try:
        if not where.exists():
            where.parent.mkdir(parents=True, exist_ok=True)
            fresh = SigningKey.fresh("eligibility")
            handle = os.open(where, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(fresh.text)
            return fresh
        return SigningKey.parse(where.read_text())
    except (OSError, UnicodeDecodeError, BadNoteError):
        raise InputError(
            [
                Fault(
                    "bad-key",
                    Place(str(where)),
                    Text("cette clé ne peut être lue ou créée", "this key cannot be read or made"),
                    Text("donnez un autre fichier avec --key", "give another file with --key"),
                )
            ]
        ) from None


def _user_key() -> Path:
    named = os.environ.get("ELIGIBILITY_KEY")
    if named:
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("eligibility", appauthor=False) / "ledger.key"


def _usage(fr: str, en: str) -> EligibilityError:
    return EligibilityError([Fault("usage", None, Text(fr, en))])
