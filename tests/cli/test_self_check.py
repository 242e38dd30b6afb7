"""Whole interviews on the command line, as a company has them."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from eligibility.language import Lang
from tests.cli.conftest import Run
from tests.cli.interviews import DAY, ENGLISH, FRENCH, PASS, typed_for

ON = ("--on", DAY.isoformat())
Talk = Callable[..., "subprocess.CompletedProcess[str]"]
QUESTIONS = typed_for(FRENCH)
LINES = [text for _, text in QUESTIONS]


@pytest.fixture
def talk(run: Run, tmp_path: Path) -> Talk:
    """A self-check with the lines that a person types."""

    def start(
        lines: list[str], *options: str, scheme: str | None = PASS, **more: Any
    ) -> "subprocess.CompletedProcess[str]":
        named = ["--scheme", scheme] if scheme else []
        text = "".join(f"{line}\n" for line in lines)
        return run("self-check", *named, *ON, *options, input=text, cwd=tmp_path, **more)

    return start


def checked(run: Run, path: Path) -> dict[str, Any]:
    done = run("check", path, "--json", *ON)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_whole_interview_in_french_ends_with_a_file_that_check_finds_eligible(
    talk: Talk, run: Run, tmp_path: Path
) -> None:
    done = talk([*LINES, "", ""])
    assert (done.returncode, done.stderr) == (0, "")
    assert "ÉLIGIBLE : peut passer à l'appréciation" in flat(done.stdout)
    assert "Ce résultat n'engage pas la Région." in done.stdout
    assert "Dossier enregistré : dossier.yaml" in flat(done.stdout)
    assert checked(run, tmp_path / "dossier.yaml")["outcome"] == "eligible"
    content = yaml.safe_load((tmp_path / "dossier.yaml").read_text(encoding="utf-8"))
    assert content["id"] == "AUTOCONTROLE-2023-02-01"
    assert content["company"]["equity"] == 85000.5
    assert "submitted_on" not in content


def test_a_whole_interview_in_english(talk: Talk, run: Run, tmp_path: Path) -> None:
    lines = [text for _, text in typed_for(ENGLISH, lang=Lang.EN)]
    done = talk([*lines, "", "mine.yaml"], "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "ELIGIBLE: may go to appreciation" in done.stdout
    assert "This result does not commit the Region." in done.stdout
    assert "Question 1, " in done.stdout
    assert "Dossier saved: mine.yaml" in done.stdout
    assert checked(run, tmp_path / "mine.yaml")["outcome"] == "eligible"


@pytest.mark.parametrize(
    ("name", "answer", "outcome", "said"),
    [
        ("company.equity", "-12000", "ineligible", "« et disposer d’une situation financière"),
        ("company.equity", "0", "ineligible", "Le texte peut se lire autrement"),
        ("company.proceedings", "4, labour", "ineligible", "Pour y remédier"),
        ("project.environmental_measures", "aucune", "ineligible", "Ce qu'il faudrait"),
        ("company.tax_compliant", "?", "incomplete", "Ce qu'il vous reste à dire"),
        ("company.tax_compliant", "je ne sais pas", "incomplete", "attestation de régularité"),
    ],
)
def test_what_one_answer_changes_is_concluded_as_check_concludes_it(
    talk: Talk, run: Run, tmp_path: Path, name: str, answer: str, outcome: str, said: str
) -> None:
    lines = [answer if each == name else text for each, text in QUESTIONS]
    done = talk([*lines, "", ""])
    assert done.returncode == 0, done.stderr
    assert said in flat(done.stdout)
    assert checked(run, tmp_path / "dossier.yaml")["outcome"] == outcome


def test_what_only_the_region_can_say_stands_apart_from_what_was_left_unknown(
    talk: Talk, tmp_path: Path
) -> None:
    answers = {**FRENCH, "company.equity": "?"}
    scheme = "soutien-entreprises-en-difficulte"
    lines = [text for _, text in typed_for(answers, scheme)]
    done = talk([*lines, "", ""], scheme=scheme)
    assert done.returncode == 0, done.stderr
    mine, _, regions = done.stdout.partition("Ce que seule la Région peut dire")
    assert "le montant des capitaux propres" in mine.partition("Ce qu'il vous reste à dire")[2]
    wanted = regions.partition("────")[0]
    assert "capitaux propres" not in wanted
    assert wanted.count("\n- ") == 2


def test_a_wrong_answer_is_told_at_once_and_loses_nothing(
    talk: Talk, run: Run, tmp_path: Path
) -> None:
    wrong = ["", "douze", "-1", "12,345", "x" * 50_000, "a\x1b[Ab"]
    done = talk([*wrong, *LINES, "", ""])
    assert (done.returncode, done.stderr) == (0, "")
    said = flat(done.stdout)
    assert "Écrivez un nombre. Si vous ne savez pas" in said
    assert "« douze » n'est pas un nombre Écrivez par exemple 12" in said
    assert "« -1 » est inférieur à 0" in said
    assert "a plus de 2 décimales" in said
    assert "cette ligne est trop longue" in said
    assert "caractère de commande" in said
    assert "\x1b" not in done.stdout
    assert done.stdout.count("Question 1,") == 1
    assert checked(run, tmp_path / "dossier.yaml")["outcome"] == "eligible"


def test_back_undoes_the_answer_before(talk: Talk, run: Run, tmp_path: Path) -> None:
    done = talk(["<", "25", "<", *LINES, "", ""])
    assert done.returncode == 0
    assert "Il n'y a pas de question avant celle-ci." in done.stdout
    assert done.stdout.count("Question 1,") == 3
    content = yaml.safe_load((tmp_path / "dossier.yaml").read_text(encoding="utf-8"))
    assert content["company"]["headcount"] == 12


def test_help_names_the_clauses_that_wait_with_their_words_and_lines(talk: Talk) -> None:
    name = "company.tax_compliant"
    at = [each for each, _ in QUESTIONS].index(name)
    done = talk([*LINES[:at], "aide", "??", "q"])
    said = flat(done.stdout)
    assert said.count("Obligations fiscales (SRDEII-A27-E2a)") == 2
    assert "« Elle devra par ailleurs être en règle avec ses obligations fiscales »" in said
    assert "L3339" in said


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


def test_answers_can_be_changed_in_the_recap_and_what_that_opens_is_asked(
    talk: Talk, run: Run, tmp_path: Path
) -> None:
    names = [each for each, _ in QUESTIONS]
    order = sorted(names, key=lambda name: list(FRENCH).index(name))
    number = str(order.index("project.real_estate") + 1)
    change = ["99", "0", "abc", number, "", number, "bla", "oui", "Friche réemployée"]
    done = talk([*LINES, *change, "", ""])
    assert (done.returncode, done.stderr) == (0, "")
    assert "Réponse actuelle : non (Entrée pour la garder)" in flat(done.stdout)
    assert f"Écrivez un numéro de 1 à {len(names)}" in flat(done.stdout)
    content = yaml.safe_load((tmp_path / "dossier.yaml").read_text(encoding="utf-8"))
    assert content["project"]["land_use_measures"] == "Friche réemployée"
    assert checked(run, tmp_path / "dossier.yaml")["outcome"] == "eligible"


def test_one_can_go_back_from_the_recap_and_quit_there(talk: Talk, tmp_path: Path) -> None:
    done = talk([*LINES, "<", LINES[-1], "q"])
    assert done.returncode == 0
    assert done.stdout.count("Vos réponses") == 2
    assert (tmp_path / "dossier.reprise.yaml").is_file()


@pytest.mark.parametrize("choice", ["4", PASS, PASS.upper()])
def test_a_scheme_is_chosen_from_a_list(talk: Talk, choice: str) -> None:
    done = talk(["9", "pass-transformation", choice, "q"], scheme=None)
    assert done.returncode == 0
    said = flat(done.stdout)
    assert "Écrivez un numéro de 1 à 6" in said
    assert f"Vouliez-vous dire `{PASS}` ?" in said
    assert "Aide aux dépenses de transformation" in said
    assert "Combien de salariés" in said


@pytest.mark.parametrize(("lines", "status"), [(["q"], 0), ([], 2)])
def test_one_can_leave_before_choosing_a_scheme(talk: Talk, lines: list[str], status: int) -> None:
    done = talk(lines, scheme=None)
    assert (done.returncode, done.stderr) == (status, "")


def test_an_unknown_scheme_is_refused_with_the_nearest_one(talk: Talk) -> None:
    done = talk([], scheme="pass-transformation-ecologiqe")
    assert done.returncode == 2
    assert f"`{PASS}`" in done.stderr


def test_a_day_before_any_rules_is_refused(run: Run) -> None:
    done = run("self-check", "--on", "2022-11-24", input="")
    assert done.returncode == 2
    assert "25 novembre 2022" in done.stderr


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
    done = talk([*LINES, "", "other.yaml", "nowhere/x.yaml", "x.json", ""])
    assert done.returncode == 0
    assert "ce fichier existe déjà" in done.stderr
    assert "ce répertoire n'existe pas" in done.stderr
    assert "nommez-le x.yaml" in done.stderr
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


def test_another_reading_can_be_taken_and_what_it_leaves_in_doubt_is_said(talk: Talk) -> None:
    lines = ["civil" if each == "company.proceedings" else text for each, text in QUESTIONS]
    reading = "SRDEII-A27/court-proceedings=as-defendant-only"
    done = talk([*lines, "", "-"], "--reading", reading)
    assert done.returncode == 0, done.stderr
    assert f"lecture retenue : {reading.replace('=', ' = ')}" in flat(done.stdout)
    assert "Ce que vous avez dit et qu'il faut préciser" in flat(done.stdout)


def test_text_fits_80_columns_and_a_terminal_without_utf8(talk: Talk) -> None:
    lines = ["4, labour" if each == "company.proceedings" else text for each, text in QUESTIONS]
    lines = ["?" if text == "oui" else text for text in lines]
    wide = talk(["??", *lines, "", "-"])
    assert wide.returncode == 0, wide.stderr
    assert max(map(len, wide.stdout.splitlines())) <= 80
    plain = talk(["??", *lines, "", "-"], env={"PYTHONIOENCODING": "ascii"})
    assert plain.returncode == 0, plain.stderr
    assert plain.stdout.isascii()
    assert "INELIGIBLE" in plain.stdout


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


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_command_has_help(run: Run, lang: str) -> None:
    done = run("self-check", "--help", env={"ELIGIBILITY_LANG": lang})
    assert done.returncode == 0
    assert "--from" in done.stdout
