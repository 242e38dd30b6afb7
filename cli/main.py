"""
The `eligibility` command.
"""

import sys

import typer
from eligibility_cli.check import check
from eligibility_cli.console import make_output_safe, say
from eligibility_cli.new import new
from eligibility_cli.rules import rules
from eligibility_cli.schema import schema

__all__ = ["app", "main"]

app = typer.Typer(
    name="eligibility",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=say(
        "Contrôle une demande d'aide au regard des clauses d'une stratégie régionale, et dit "
        "pourquoi. L'outil conclut ; un agent nommé décide.",
        "Checks an aid application against the clauses of a regional strategy, and says why. "
        "The tool concludes; a named officer decides.",
    ),
)


@app.callback()
def _options() -> None:
    return


app.command("check")(check)
app.add_typer(new, name="new")
app.add_typer(rules, name="rules")
app.command("schema")(schema)


def main() -> None:
    """Runs the command line; ends with 130 on Ctrl-C, quietly when a pipe closes."""
    make_output_safe()
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader went away (`| head`): nothing more to say, and nothing to flush.
        sys.stderr.close()
        sys.exit(141)
