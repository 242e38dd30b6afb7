"""A command that begins from nothing prints what the tests see of one that does not."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

FIXTURES = Path(__file__).parents[2] / "fixtures"
SAMPLES = sorted((FIXTURES / "dossiers").glob("demo-*.yaml"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("check", *SAMPLES),
        ("check", *SAMPLES, "--json", "--lang", "en"),
        ("check", "absent.yaml"),
        ("schemes", "match", FIXTURES / "applicants" / "tourism-pme.yaml"),
        ("rules", "show", "SRDEII-A27-E3", "--lang", "en"),
        ("nothing",),
    ],
    ids=lambda arguments: " ".join(map(str, arguments))[:20],
)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_it_is_the_same(
    run: Run, run_afresh: Run, arguments: tuple[object, ...], encoding: str
) -> None:
    options = {"env": {"PYTHONIOENCODING": encoding}}
    forked, fresh = run(*arguments, **options), run_afresh(*arguments, **options)
    assert (forked.returncode, forked.stdout, forked.stderr) == (
        fresh.returncode,
        fresh.stdout,
        fresh.stderr,
    )


def test_the_installed_command_is_the_same(run: Run) -> None:
    command = Path(sys.executable).parent / "eligibility"
    done = subprocess.run(
        [command, "check", *SAMPLES, "--json"], capture_output=True, check=True, timeout=120
    )
    assert done.stdout.decode() == run("check", *SAMPLES, "--json").stdout
