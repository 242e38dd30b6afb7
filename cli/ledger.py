"""
`eligibility ledger`: the record of conclusions.
"""

import typer
from eligibility_cli.console import say
from eligibility_cli.ledger_acts import erase, rule, upgrade
from eligibility_cli.ledger_proofs import checkpoint, export, prove, verify
from eligibility_cli.ledger_reads import log, show, stats

__all__ = ["ledger"]

ledger = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=say(
        "Le registre des conclusions : lire, vérifier, prouver, exporter.",
        "The record of conclusions: read, verify, prove, export.",
    ),
)
for command in (log, show, stats, rule, verify, checkpoint, prove, export, erase, upgrade):
    ledger.command(command.__name__)(command)
