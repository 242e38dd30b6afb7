"""
`eligibility serve`: pages and an API on this machine.
"""

import os
from typing import Annotated

import typer
from eligibility_cli.console import (
    LangOption,
    RulesOption,
    default_region_folder,
    fail,
    language,
    say,
    say_in,
)

from eligibility.errors import EligibilityError, Fault
from eligibility.language import Text

__all__ = ["serve"]


def serve(
    host: Annotated[
        str, typer.Option("--host", help=say("Adresse d'écoute.", "Address to listen on."))
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(
            "--port",
            min=0,
            max=65_535,
            help=say("Port (0 : un port libre).", "Port (0: a free one)."),
        ),
    ] = 8000,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            min=1,
            max=256,
            help=say(
                "Processus qui contrôlent (par défaut : un par cœur).",
                "Processes that check (default: one a core).",
            ),
            show_default=False,
        ),
    ] = None,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    tongue = language(lang)
    try:
        try:
            from eligibility.web.serve import serve as run
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("eligibility"):
                raise
            raise _not_installed(error.name or "") from None

        def begun(at: str, number: int) -> None:
            place = f"http://{f'[{at}]' if ':' in at else at}:{number}/"
            print(
                say_in(
                    tongue,
                    f"Pages et API : {place} (Ctrl-C pour arrêter)",
                    f"Pages and API: {place} (Ctrl-C to stop)",
                ),
                flush=True,
            )

        run(rules or default_region_folder(), host, port, workers or os.cpu_count() or 1, begun)
    except EligibilityError as error:
        fail(error, tongue)


serve.__doc__ = say(
    "Ouvre les pages où une entreprise se contrôle, et l'API.",
    "Opens the pages where a company checks itself, and the API.",
)


def _not_installed(name: str) -> EligibilityError:
    return EligibilityError(
        [
            Fault(
                "not-installed",
                None,
                Text(f"les pages demandent `{name}`", f"the pages need `{name}`"),
                Text("installez eligibility[web]", "install eligibility[web]"),
            )
        ]
    )
