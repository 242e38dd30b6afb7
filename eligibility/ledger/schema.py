"""
Whether a database holds a ledger, of which schema; and bringing an old one up.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from eligibility.errors import LedgerError
from eligibility.language import Text
from eligibility.ledger import tables
from eligibility.ledger.database import HEAD, SCHEMAS, Database, opened, refused

__all__ = ["holds_ledger", "upgrade"]

_CHECK_PATH = Text("vérifiez le chemin", "check the path")


def holds_ledger(database: Database, *, making: bool) -> bool:
    """
    Whether a ledger of this version's schema is there; False where one may be made (*making*).

    Raises:
        LedgerError: nothing is there and none is to be made, another schema, or
            a database of another program.
    """
    # Both in one state: the tables that another writer is making are nobody else's.
    with database.reading() as connection:
        found = database.schema(connection)
        names = sa.inspect(connection).get_table_names()
    if found is None:
        if not making:
            raise _no_ledger(database)
        _refuse_other_tables(database, names)
        return False
    if not {*tables.metadata.tables} <= {*names}:
        raise refused(
            "not-a-ledger",
            database.name,
            Text(
                "cette base est celle d'un autre programme", "this database is of another program"
            ),
            _CHECK_PATH,
        )
    if found != HEAD:
        raise _other_schema(database, found)
    return True


def _no_ledger(database: Database) -> LedgerError:
    return refused(
        "not-a-ledger",
        database.name,
        Text("ce n'est pas un registre", "this is not a ledger"),
        _CHECK_PATH,
    )


def _refuse_other_tables(database: Database, names: Sequence[str]) -> None:
    """Lets a ledger be made only where it stands in nobody's way."""
    clash = {*names} & {*tables.metadata.tables, "alembic_version"}
    if clash or (names and database.engine.dialect.name == "sqlite"):
        raise refused(
            "not-a-ledger",
            database.name,
            Text(
                "cette base contient autre chose qu'un registre",
                "this database holds something other than a ledger",
            ),
            Text("donnez une base vide", "give an empty one"),
        )


def upgrade(where: str) -> None:
    """
    Brings the ledger at a path or a URL to the schema of this version.

    Raises:
        LedgerError: no ledger, or a schema that this version does not know.
    """
    database = opened(where, create=False)
    try:
        with database.writing() as connection:
            found = database.schema(connection)
            if found is None:
                raise _no_ledger(database)
            if found not in SCHEMAS:
                raise _other_schema(database, found)
            if found != HEAD:
                database.create(connection)
    finally:
        database.close()


def _other_schema(database: Database, found: str) -> LedgerError:
    newer = found > HEAD
    return refused(
        "other-schema",
        database.name,
        Text(
            f"ce registre a le schéma {found}, cette version écrit {HEAD}",
            f"this ledger has schema {found}, this version writes {HEAD}",
        ),
        Text("installez une version plus récente", "install a newer version")
        if newer
        else Text(
            "mettez-le à jour : `eligibility ledger upgrade`",
            "bring it up: `eligibility ledger upgrade`",
        ),
    )
