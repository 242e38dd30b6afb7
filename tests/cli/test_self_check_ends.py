"""How a self-check ends, is cut short and goes on, and what it leaves in files."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import Run
from tests.cli.interviews import LINES, ON, PASS, QUESTIONS, Talk, checked, flat, talk

__all__ = ["talk"]


def test_quit_saves_and_the_interview_goes_on_where_it_stopped(
    talk: Talk, run: Run, tmp_path: Path
) -> None:
    begun = talk([*LINES[:4], "?", "q"])
    assert begun.returncode == 0
    assert "Réponses enregistrées : dossier.reprise.yaml" in flat(begun.stdout)
    assert "eligibility self-check --from dossier.reprise.yaml" in flat(begun.stdout)
    done = talk([*LINES[4:], "", ""], "--from", "dossier.reprise.yaml", scheme=None)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Question 5," in done.stdout
    assert "Question 4," not in done.stdout
    assert checked(run, tmp_path / "dossier.yaml")["outcome"] == "eligible"


def test_a_second_stop_takes_another_name(talk: Talk, tmp_path: Path) -> None:
    talk([LINES[0], "q"])
    again = talk([LINES[1], "!"], "--from", "dossier.reprise.yaml", scheme=None)
    assert "Réponses enregistrées : dossier.reprise-2.yaml" in flat(again.stdout)
    third = talk([LINES[2], "q"], "--from", "dossier.reprise-2.yaml", "--out", "a b.yaml")
    assert "--from 'a b.yaml'" in flat(third.stdout)
    content = yaml.safe_load((tmp_path / "a b.yaml").read_text(encoding="utf-8"))
    assert len(content["company"]) == 3


def test_the_end_of_input_saves_asks_nothing_and_says_where(talk: Talk, tmp_path: Path) -> None:
    done = talk(LINES[:3])
    assert done.returncode == 2
    said = flat(done.stdout)
    assert "L'entrée s'est terminée avant le résultat." in said
    assert "Réponses enregistrées : dossier.reprise.yaml" in said
    assert (tmp_path / "dossier.reprise.yaml").is_file()


def test_the_end_of_input_before_the_recap_is_confirmed_gives_no_result(talk: Talk) -> None:
    done = talk(LINES)
    assert done.returncode == 2
    assert "Résultat" not in done.stdout


def test_the_end_of_input_after_the_result_writes_the_file_all_the_same(
    talk: Talk, tmp_path: Path
) -> None:
    done = talk([*LINES, ""])
    assert done.returncode == 0
    assert (tmp_path / "dossier.yaml").is_file()


@pytest.mark.parametrize("lines", [[], ["?"]])
def test_where_nothing_was_answered_nothing_is_saved(
    talk: Talk, tmp_path: Path, lines: list[str]
) -> None:
    done = talk(lines)
    assert done.returncode == 2
    assert "Aucune réponse à enregistrer." in done.stdout
    assert not list(tmp_path.glob("*.yaml"))


def test_a_file_that_does_not_fit_is_refused_with_every_fault(talk: Talk, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: X\nscheme: contrat-3\ncompany:\n  equity: 12 000\n", encoding="utf-8")
    done = talk([], "--from", "bad.yaml", scheme=None)
    assert done.returncode == 2
    assert "bad.yaml:2:" in done.stderr
    assert "bad.yaml:4:" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_resumed_file_cannot_come_from_where_the_answers_come(talk: Talk) -> None:
    done = talk([], "--from", "-")
    assert done.returncode == 2
    assert "--from -" in done.stderr


def test_facts_of_a_resumed_file_that_nobody_asks_for_are_kept_with_their_origins(
    talk: Talk, tmp_path: Path
) -> None:
    before = {
        "id": "OCC-1",
        "submitted_on": "2023-01-31",
        "scheme": PASS,
        "company": {"name": "Atelier du Gers", "equity": {"value": 1, "origin": "accounts"}},
        "assessed": {"high_impact_project": {"value": True, "by": "A. Exemple"}},
    }
    (tmp_path / "old.yaml").write_text(yaml.safe_dump(before), encoding="utf-8")
    lines = [text for name, text in QUESTIONS if name != "company.equity"]
    done = talk([*lines, "", "new.yaml"], "--from", "old.yaml", scheme=None)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Données de la Région dans le fichier, conservées : 1." in flat(done.stdout)
    content = yaml.safe_load((tmp_path / "new.yaml").read_text(encoding="utf-8"))
    assert content["id"] == "OCC-1"
    assert content["company"]["name"] == "Atelier du Gers"
    assert content["company"]["equity"] == {"value": 1, "origin": "accounts"}
    assert content["assessed"]["high_impact_project"]["by"] == "A. Exemple"


def test_the_same_answers_can_be_tried_on_another_scheme(talk: Talk, tmp_path: Path) -> None:
    talk([*LINES, "", ""])
    done = talk(["q"], "--from", "dossier.yaml", "--out", "b.yaml", scheme="contrat-3s")
    assert done.returncode == 0
    content = yaml.safe_load((tmp_path / "b.yaml").read_text(encoding="utf-8"))
    assert content["scheme"] == "contrat-3s"


def test_no_file_is_ever_overwritten(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "dossier.yaml").write_text("mine", encoding="utf-8")
    (tmp_path / "other.yaml").write_text("mine", encoding="utf-8")
    refused = talk([], "--out", "other.yaml")
    assert refused.returncode == 2
    assert "existe déjà" in refused.stderr
    assert "Question" not in refused.stdout
    done = talk([*LINES, "", "other.yaml", "nowhere/x.yaml", "x.json", "x" * 300, "~no/x", ""])
    assert done.returncode == 0
    assert "ce fichier existe déjà" in done.stderr
    assert "ce répertoire n'existe pas" in done.stderr
    assert "nommez-le x.yaml" in done.stderr
    assert "impossible d'écrire" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Dossier enregistré : dossier-2.yaml" in flat(done.stdout)
    assert (tmp_path / "dossier.yaml").read_text(encoding="utf-8") == "mine"


def test_a_person_may_want_no_file(talk: Talk, tmp_path: Path) -> None:
    done = talk([*LINES, "", "-"])
    assert done.returncode == 0
    assert not list(tmp_path.glob("*.yaml"))


def test_out_is_written_without_a_question(talk: Talk, run: Run, tmp_path: Path) -> None:
    done = talk([*LINES, ""], "--out", "o.yaml")
    assert done.returncode == 0
    assert "Fichier à créer" not in done.stdout
    assert checked(run, tmp_path / "o.yaml")["outcome"] == "eligible"


def start_bytes(tmp_path: Path, *options: str, **more: Any) -> "tuple[list[str], dict[str, Any]]":
    command = [sys.executable, "-m", "eligibility_cli", "self-check", "--scheme", PASS, *ON]
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "80",
        "ELIGIBILITY_CACHE": str(tmp_path.parent / "cache"),
    }
    return [*command, *options], {"env": environment, "cwd": tmp_path, **more}


def test_a_line_that_is_not_utf8_is_told_and_asked_again(tmp_path: Path) -> None:
    command, options = start_bytes(tmp_path)
    typed = "douze salariés\n".encode("latin-1") + b"12\nq\n"
    done = subprocess.run(
        command, input=typed, capture_output=True, timeout=60, check=False, **options
    )
    out = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "n'est pas en UTF-8" in flat(out)
    assert "Question 2," in out


def test_ctrl_c_says_where_the_answers_are(tmp_path: Path) -> None:
    command, options = start_bytes(tmp_path)
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(b"12\n")
        process.stdin.flush()
        seen = b""
        while b"Question 2," not in seen or not seen.endswith(b"> "):
            part = os.read(process.stdout.fileno(), 65536)
            assert part, seen.decode()
            seen += part
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, b"")
    assert "Réponses enregistrées : dossier.reprise.yaml" in flat(out.decode())
    assert "eligibility self-check --from dossier.reprise.yaml" in flat(out.decode())
    content = yaml.safe_load((tmp_path / "dossier.reprise.yaml").read_text(encoding="utf-8"))
    assert content["company"] == {"headcount": 12}


def test_an_interview_on_a_real_terminal(tmp_path: Path, run: Run) -> None:
    command, options = start_bytes(tmp_path)
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, **options) as child:
        os.close(theirs)
        screen, answers = "", iter([*LINES, "", ""])
        new = ""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if select.select([ours], [], [], 0.2)[0]:
                try:
                    part = os.read(ours, 65536).decode("utf-8", "replace")
                except OSError:  # the terminal closes with its last process
                    break
                screen += part
                new += part
            elif new.endswith("> "):
                new = ""
                os.write(ours, (next(answers) + "\n").encode())
        os.close(ours)
        assert child.wait(timeout=30) == 0, screen
    assert "ÉLIGIBLE" in screen
    assert "Question 20, la dernière" in screen
    assert checked(run, tmp_path / "dossier.yaml")["outcome"] == "eligible"


def test_a_line_can_be_longer_than_a_read_and_the_last_one_need_not_end(
    run: Run, tmp_path: Path
) -> None:
    text = "x" * 200_000 + "\n12\nq"
    done = run("self-check", "--scheme", PASS, *ON, input=text, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.count("trop longue") == 1
    assert "Question 2," in done.stdout


def test_an_interview_is_resumed_with_the_options_that_it_began_with(talk: Talk) -> None:
    reading = "SRDEII-A27/equity=zero-is-positive"
    done = talk(["12", "q"], "--reading", reading, "--lang", "en")
    command = f"--from dossier.reprise.yaml --on 2023-02-01 --reading {reading} --lang en"
    assert f"  eligibility self-check {command}\n" in done.stdout


def test_an_input_that_is_closed_is_an_input_that_ended(tmp_path: Path) -> None:
    command, options = start_bytes(tmp_path)
    done = subprocess.run(
        ["sh", "-c", '"$@" <&-', "sh", *command],
        capture_output=True,
        timeout=60,
        check=False,
        **options,
    )
    assert (done.returncode, done.stderr.count(b"Traceback")) == (2, 0)
