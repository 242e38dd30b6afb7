"""
The first schema: entries, the Merkle nodes over them, rulebooks, sealed facts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

APPEND_ONLY = ("entries", "nodes", "files", "rulebooks")
KEYS = {
    "entries": ("number",),
    "nodes": ("level", "position"),
    "files": ("digest",),
    "rulebooks": ("digest", "path"),
    "sealed": ("number", "name"),
}


def upgrade() -> None:
    op.create_table(
        "entries",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("recorded_at", sa.String(30), nullable=False),
        sa.Column("officer", sa.Text),
        sa.Column("dossier", sa.Text),
        sa.Column("scheme", sa.Text),
        sa.Column("outcome", sa.String(20)),
        sa.Column("effective_on", sa.String(10)),
        sa.Column("about", sa.BigInteger),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_index("entries_dossier", "entries", ["dossier"])
    op.create_index("entries_about", "entries", ["about"])
    op.create_table(
        "nodes",
        sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "files",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "rulebooks",
        sa.Column("digest", sa.String(80), primary_key=True),
        sa.Column("path", sa.String(255), primary_key=True),
        sa.Column("file", sa.String(64), nullable=False),
        sa.Column("region", sa.String(100), nullable=False),
    )
    op.create_table(
        "sealed",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(255), primary_key=True),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        refuse_on_postgresql()
    else:
        refuse_on_sqlite()


def refuse_on_sqlite() -> None:
    for table in (*APPEND_ONLY, "sealed"):
        for act in ("UPDATE", "DELETE") if table in APPEND_ONLY else ("UPDATE",):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'a ledger is append-only'); END"
            )
        # REPLACE removes a row without asking the other triggers.
        there = " AND ".join(f"{key} = NEW.{key}" for key in KEYS[table])
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {there}) "
            "BEGIN SELECT RAISE(ABORT, 'a ledger is append-only'); END"
        )


def refuse_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a ledger is append-only'; END $$"
    )
    for table in (*APPEND_ONLY, "sealed"):
        acts = "UPDATE OR DELETE OR TRUNCATE" if table in APPEND_ONLY else "UPDATE"
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE {acts} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()"
        )
