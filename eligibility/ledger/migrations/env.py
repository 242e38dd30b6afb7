"""Alembic runs the migrations on the connection that it is handed."""

from alembic import context

from eligibility.ledger.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
