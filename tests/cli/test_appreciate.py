"""What people and scripts get from `eligibility appreciate`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

Write = Callable[..., Path]
GRID = """
grid: essai
title: {fr: Essai, en: Trial}
source: {fr: choix de test, en: choice of a test}
criteria:
  SRDEII-A27-C11: {weight: 2, marks: {weak: 0, moderate: 1, strong: 3}}
  SRDEII-A27-C4b: {weight: 1, steps: [{up_to: 0.5, mark: 1}, {mark: 0}]}
intensity: [{from: 0, rate: 20}, {from: 4, rate: 30}]
"""
JUDGEMENT = {"value": "strong", "by": "A. Exemple", "role": "instructrice", "on": "2023-01-20"}


@pytest.fixture
def grid(tmp_path: Path) -> Path:
    path = tmp_path / "grid.yaml"
    path.write_text(GRID, encoding="utf-8")
    return path


def test_without_a_grid_there_is_a_sheet_and_no_proposal(run: Run, dossier: Write) -> None:
    done = run("appreciate", dossier())
    assert done.returncode == 0, done.stderr
    assert "SRDEII-A27-C11" in done.stdout
    assert "15,63\u00a0%" in done.stdout
    assert "Intensité" not in done.stdout
    assert "Le texte ne donne ni poids, ni seuil" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_grid_shows_its_working_and_says_whose_choice_it_is(
    run: Run, dossier: Write, grid: Path
) -> None:
    path = dossier(assessed__sovereignty_capacity=JUDGEMENT)
    text = run("appreciate", path, "--grid", grid).stdout.replace("\u00a0", " ")
    assert "Choix de la Région, non du texte : choix de test" in text
    assert "SRDEII-A27-C11 : 3 × 2 = 6" in text
    assert "Intensité proposée : 30 %" in text
    assert "fort (A. Exemple, instructrice, 20 janvier 2023)" in text


def test_what_is_open_gives_bounds_and_no_proposal(run: Run, dossier: Write, grid: Path) -> None:
    text = run("appreciate", dossier(), "--grid", grid, "--lang", "en").stdout
    assert "No proposal" in text
    assert "from 20\u00a0% to 30\u00a0%" in text
    said = json.loads(run("appreciate", dossier(), "--grid", grid, "--json").stdout)
    assert said["proposal"]["rate"] is None
    assert said["proposal"]["points"] == [1, 7]


def test_a_wrong_grid_or_dossier_is_told_without_a_traceback(
    run: Run, dossier: Write, grid: Path
) -> None:
    grid.write_text(GRID.replace("strong: 3", "stong: 3"), encoding="utf-8")
    for arguments in ((dossier(), "--grid", grid), ("absent.yaml",)):
        done = run("appreciate", *arguments)
        assert done.returncode == 2
        assert done.stderr
        assert "Traceback" not in done.stderr
        assert not done.stdout
