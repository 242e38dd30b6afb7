"""
The `eligibility` command.
"""

import gc
import sys

import typer
from eligibility_cli.console import make_output_safe, say

__all__ = ["build_app", "main"]

_HELP = say(
    "Contrôle une demande d'aide au regard des clauses d'une stratégie régionale, et dit "
    "pourquoi. L'outil conclut ; un agent nommé décide.",
    "Checks an aid application against the clauses of a regional strategy, and says why. "
    "The tool concludes; a named officer decides.",
)


def _add_check(app: typer.Typer) -> None:
    from eligibility_cli.check import check

    app.command("check")(check)


def _add_self_check(app: typer.Typer) -> None:
    from eligibility_cli.self_check import self_check

    app.command("self-check")(self_check)


def _add_advise(app: typer.Typer) -> None:
    from eligibility_cli.advise import advise

    app.command("advise")(advise)


def _add_appreciate(app: typer.Typer) -> None:
    from eligibility_cli.appreciate import appreciate

    app.command("appreciate")(appreciate)


def _add_new(app: typer.Typer) -> None:
    from eligibility_cli.new import new

    app.add_typer(new, name="new")


def _add_rules(app: typer.Typer) -> None:
    from eligibility_cli.rules import rules

    app.add_typer(rules, name="rules")


def _add_schemes(app: typer.Typer) -> None:
    from eligibility_cli.schemes import schemes

    app.add_typer(schemes, name="schemes")


def _add_schema(app: typer.Typer) -> None:
    from eligibility_cli.schema import schema

    app.command("schema")(schema)


def _add_screen(app: typer.Typer) -> None:
    from eligibility_cli.screen import screen

    app.command("screen")(screen)


def _add_targets(app: typer.Typer) -> None:
    from eligibility_cli.targets import targets

    app.command("targets")(targets)


def _add_monitor(app: typer.Typer) -> None:
    from eligibility_cli.monitor import monitor

    app.command("monitor")(monitor)


def _add_obligations(app: typer.Typer) -> None:
    from eligibility_cli.obligations import obligations

    app.command("obligations")(obligations)


def _add_ledger(app: typer.Typer) -> None:
    from eligibility_cli.ledger import ledger

    app.add_typer(ledger, name="ledger")


def _add_replay(app: typer.Typer) -> None:
    from eligibility_cli.replay import replay

    app.command("replay")(replay)


def _add_serve(app: typer.Typer) -> None:
    from eligibility_cli.serve import serve

    app.command("serve")(serve)


_COMMANDS = {
    "check": _add_check,
    "self-check": _add_self_check,
    "advise": _add_advise,
    "appreciate": _add_appreciate,
    "screen": _add_screen,
    "targets": _add_targets,
    "obligations": _add_obligations,
    "monitor": _add_monitor,
    "ledger": _add_ledger,
    "replay": _add_replay,
    "new": _add_new,
    "schemes": _add_schemes,
    "rules": _add_rules,
    "schema": _add_schema,
    "serve": _add_serve,
}


def build_app(only: str | None = None) -> typer.Typer:
    """
    The application; with one command alone when *only* names it.

    Typer builds every option of every command before it runs one, and a start
    should not pay for the commands that nobody asked for.
    """
    app = typer.Typer(
        name="eligibility",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=_HELP,
    )
    # A callback keeps the command's name wanted even when there is only one.
    app.callback()(lambda: None)
    for name, add in _COMMANDS.items():
        if only not in _COMMANDS or name == only:
            add(app)
    return app


def main() -> None:
    """Runs the command line; ends with 130 on Ctrl-C, quietly when a pipe closes."""
    # The compiled rules are thousands of small lasting objects: collecting while
    # they are built finds nothing and costs a tenth of the start.
    gc.set_threshold(100_000)
    make_output_safe()
    try:
        build_app(sys.argv[1] if len(sys.argv) > 1 else None)()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader went away (`| head`): nothing more to say, and nothing to flush.
        sys.stderr.close()
        sys.exit(141)
