"""What a company is asked and told in a self-check."""

import re
from pathlib import Path

import pytest
import yaml

from eligibility.language import Lang
from tests.cli.conftest import Run
from tests.cli.interviews import (
    ENGLISH,
    FRENCH,
    LINES,
    PASS,
    QUESTIONS,
    Talk,
    checked,
    flat,
    talk,
    typed_for,
)

__all__ = ["talk"]


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


@pytest.mark.parametrize("choice", [PASS, PASS.upper()])
def test_a_scheme_is_chosen_by_its_name_at_any_moment(talk: Talk, choice: str) -> None:
    done = talk(["99", "pass-transformation", choice, "q"], scheme=None)
    assert done.returncode == 0
    said = flat(done.stdout)
    assert "Écrivez un numéro de 1 à 13" in said
    assert f"Vouliez-vous dire `{PASS}` ?" in said
    assert "Combien de salariés" in said


def test_a_scheme_is_chosen_from_those_for_the_applicant(talk: Talk) -> None:
    shown = flat(talk(["1", "q"], scheme=None).stdout)
    assert "Revenu écologique jeune" not in shown
    number = re.search(rf"(\d+) Pass transformation écologique {PASS}", shown)
    assert number
    done = talk(["1", "99", "pass-transformation", number[1], "q"], scheme=None)
    assert done.returncode == 0
    said = flat(done.stdout)
    assert "En quelle qualité demandez-vous l’aide ?" in said
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


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_command_has_help(run: Run, lang: str) -> None:
    done = run("self-check", "--help", env={"ELIGIBILITY_LANG": lang})
    assert done.returncode == 0
    assert "--from" in done.stdout
