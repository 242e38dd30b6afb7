"""The answers as a file and on paper."""

from pathlib import Path

import yaml
from playwright.sync_api import Page

from tests.web.asking import Asking
from tests.web.running import checked
from tests.web.walking import go_on, heading, jump, verdict

TEXT = 'Isolation ; "récupération" : # oui\n- tri\n  à la source 100 %'


def saved(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Enregistrer le dossier").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_saved_dossier_concludes_like_the_page(
    page: Page, worker: Asking, tmp_path: Path
) -> None:
    for changes in ({}, {"company.equity": "-1 000,50"}, {"company.equity": None}):
        jump(page, worker, "/fr/result", project__environmental_measures=TEXT, **changes)
        path = saved(page, tmp_path)
        assert path.name == "dossier-pass-transformation-ecologique.yaml"
        assert yaml.safe_load(path.read_text("utf-8"))["project"]["environmental_measures"] == TEXT
        (found,) = checked(tmp_path, path)
        assert f"verdict {found['outcome']}" in (
            page.locator(".verdict").get_attribute("class") or ""
        )
        for status, count in (("not_met", "failed"), ("met", "met"), ("unknown", "unknown")):
            titles = page.locator(f".finding.{status}").count()
            assert titles == sum(each["status"] == status for each in found["findings"]), count


def test_a_saved_dossier_resumes_where_it_was_left(
    page: Page, worker: Asking, tmp_path: Path
) -> None:
    jump(page, worker, "/fr/answers", request__amount=None)
    path = saved(page, tmp_path)
    page.goto("/fr/")
    page.get_by_label("Fichier de dossier").set_input_files(path)
    page.get_by_role("button", name="Ouvrir").click()
    assert heading(page) == "Vos réponses"
    page.get_by_role("button", name="Continuer les questions").click()
    assert heading(page) == "La demande"
    go_on(page)
    assert verdict(page) == "Éligible"


def test_a_file_that_does_not_fit_is_told_with_its_line(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("id: A\nscheme: contrat-3s\ncompany:\n  equity: beaucoup\n", "utf-8")
    page.goto("/fr/")
    page.get_by_label("Fichier de dossier").set_input_files(path)
    page.get_by_role("button", name="Ouvrir").click()
    assert "ligne 4" in page.locator(".faults").inner_text()
    assert "beaucoup" in page.locator(".faults").inner_text()


def test_on_paper_stand_the_answers_the_quotes_and_what_it_is_worth(
    page: Page, worker: Asking
) -> None:
    jump(page, worker, "/fr/result", company__equity="-12 345")
    assert page.pdf().startswith(b"%PDF-")
    page.emulate_media(media="print")
    text = page.locator("body").inner_text()
    assert "n’engage pas la Région" in text
    assert "Inéligible" in text
    paper = page.locator("section.print")
    assert paper.is_visible()
    said = (
        paper.inner_text()
        .replace("\N{NO-BREAK SPACE}", " ")
        .replace("\N{NARROW NO-BREAK SPACE}", " ")
    )
    assert "-12 345 €" in said.replace("−", "-")
    assert "Isolation" in said
    quotes = paper.locator("q").all_inner_texts()
    assert any("fonds propres positifs" in each for each in quotes)
    assert len(quotes) == page.locator(".finding:not(.aside)").count()
    assert not page.locator(".top nav").is_visible()
    assert not page.locator("form.actions").is_visible()
