"""Quotes are held to the source, and the source to the quotes."""

from pathlib import Path

from eligibility.rulebook import load_region
from eligibility.rulebook.cite import check_citations, fold
from eligibility.rulebook.lint import lint
from tests.rulebook.regions import CLAUSES, TEXT, write_region

SOURCE = "fonds propres\npositifs de la société\nun titre\net une phrase de plus\n"
SECTION = 'sections:\n  - lines: 1-4\n    headings: ["un titre"]\n'


def test_a_sentence_without_a_clause_is_found(tmp_path: Path) -> None:
    region = load_region(write_region(tmp_path, text=TEXT + SECTION), cached=False)
    report = check_citations(region, SOURCE)
    assert report.faults == ()
    assert report.uncovered == (("1-4", "et une phrase de plus"),)


def test_a_quote_that_is_not_there_to_the_letter_is_found(tmp_path: Path) -> None:
    wrong = CLAUSES.replace("propres positifs", "propre positifs")
    region = load_region(write_region(tmp_path, clauses=wrong), cached=False)
    assert [f.code for f in check_citations(region, SOURCE).faults] == ["quote-not-found"]


def test_a_range_wider_than_its_quote_is_found(tmp_path: Path) -> None:
    wide = CLAUSES.replace("lines: 1-2", "lines: 1-3")
    region = load_region(write_region(tmp_path, clauses=wide), cached=False)
    assert [f.code for f in check_citations(region, SOURCE).faults] == ["range-too-wide"]


def test_words_cut_at_a_line_end_are_joined() -> None:
    assert fold("auto-\n\n diagnostic  de\nla Région ") == "auto-diagnostic de la Région"


def test_both_sections_of_the_source_are_accounted_for(source_text: str) -> None:
    region = load_region(Path(__file__).parents[2] / "rules" / "occitanie", cached=False)
    report = check_citations(region, source_text)
    assert report.faults == ()
    assert report.uncovered == ()
    assert report.checked > 100


def test_the_rules_of_the_region_pass_the_linter() -> None:
    region = load_region(Path(__file__).parents[2] / "rules" / "occitanie", cached=False)
    assert lint(region) == ()


def codes(folder: Path, old: str, new: str) -> list[str]:
    region = load_region(write_region(folder, clauses=CLAUSES.replace(old, new)), cached=False)
    return [fault.code for fault in lint(region)]


def test_the_linter_finds_what_a_second_reader_would(tmp_path: Path) -> None:
    short = codes(tmp_path / "a", "fonds propres positifs de la société", "positifs")
    assert short == ["short-quote"]
    never = codes(tmp_path / "b", "{above: 0 EUR}", "{above: 0 EUR, below: 0 EUR}")
    assert "never-met" in never
    same = codes(tmp_path / "c", "{at_least: 0 EUR}", "{above: 0 EUR}")
    assert "same-reading" in same
    silent = codes(tmp_path / "d", 'unknown: {fr: "Inconnu.", en: "Unknown."}', "")
    assert "no-words" in silent
    idle = codes(
        tmp_path / "e",
        CLAUSES[CLAUSES.index("    alternatives:") :],
        "",
    )
    assert "idle-reading" in idle
