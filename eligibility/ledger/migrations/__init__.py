"""The schema of a ledger, by Alembic."""
