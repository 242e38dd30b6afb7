"""The Excel file of a screening: what people see, what programs read, and no formula."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from eligibility.errors import InputError
from eligibility.language import Lang, Text
from eligibility.rulebook import Region, load_region
from eligibility.screening import sheet
from eligibility.screening.reasons import Words, reasons_text, words_of
from eligibility.screening.sheet import COLUMNS, write_sheet
from tests.conftest import ROOT
from tests.rulebook.regions import CLAUSES, write_region

Row = tuple[str | None, ...]
SHOWN = ("id", "scheme", "conclusion", "reasons")
CONTRACT = ("id", "scheme", "outcome", "not_met", "unknown", "missing", "sensitive", "error")
INJECTIONS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "{=1+1}",
    "http://example.org",
    "mailto:a@example.org",
    "0012",
    "1e5",
    "TRUE",
    "#N/A",
    "_x003D_1",
    "<f>1+1</f>",
    '<r></r></is></c><c r="Z9"><f>1+1</f><v>1</v></c><c><is><r></r>',
    "'quoted'",
    "]]>&amp;<!-- -->",
]


def row(**of: str | None) -> Row:
    return tuple(of.get(name) for name in COLUMNS)


ELIGIBLE = row(id="000000018", scheme="contrat-3s", outcome="eligible", sensitive="A/b;C/d")
INELIGIBLE = row(id="2", scheme="s", outcome="ineligible", not_met="X;Y", reasons="pourquoi")
INCOMPLETE = row(id="3", scheme="s", outcome="incomplete", unknown="X", missing="a.b;c")
WRONG = row(id="4", scheme="?", error="la colonne ne va pas")


def written(path: Path, rows: Sequence[Row], lang: Lang = Lang.FR, title: str = "t") -> Path:
    write_sheet(path, iter(rows), lang=lang, title=title)
    return path


def read(path: Path) -> list[list[object]]:
    with CalamineWorkbook.from_path(path) as book:
        return [list(cells) for cells in book.get_sheet_by_index(0).iter_rows()]


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "out.xlsx"


@pytest.fixture(scope="module")
def region() -> Region:
    return load_region(ROOT / "rules" / "occitanie", cached=False)


def test_the_columns_of_the_contract_have_their_names(path: Path) -> None:
    header, *_ = read(written(path, [ELIGIBLE]))
    assert header == [*SHOWN, *CONTRACT[2:]]
    assert (*CONTRACT, "reasons") == COLUMNS


def test_cells_are_what_was_given_and_a_conclusion_in_words(path: Path) -> None:
    rows = [ELIGIBLE, INELIGIBLE, INCOMPLETE, WRONG]
    header, *found = read(written(path, rows))
    for given, cells in zip(rows, found, strict=True):
        there = dict(zip(header, cells, strict=True))
        for name in CONTRACT:
            assert there[name] == (given[COLUMNS.index(name)] or "")
    assert [cells[2] for cells in found] == ["éligible", "inéligible", "incomplet", "en erreur"]
    assert [cells[3] for cells in found] == ["", "pourquoi", "", "la colonne ne va pas"]


def test_the_conclusion_is_in_the_readers_language(path: Path) -> None:
    _, *found = read(written(path, [ELIGIBLE, INELIGIBLE, INCOMPLETE, WRONG], Lang.EN))
    assert [cells[2] for cells in found] == ["eligible", "ineligible", "incomplete", "in error"]
    assert '";;;&quot;Reasons&quot;"' in part(path, "xl/styles.xml")


def test_a_person_sees_headers_in_words(path: Path) -> None:
    styles = part(written(path, [ELIGIBLE]), "xl/styles.xml")
    for word in ("Dossier", "Dispositif", "Conclusion", "Motifs"):
        assert f'";;;&quot;{word}&quot;"' in styles


def test_no_text_becomes_a_formula_a_link_or_a_number(path: Path) -> None:
    rows: list[Row] = [(*[text] * 2, None, *[text] * 6) for text in INJECTIONS]
    _, *found = read(written(path, rows, title="=1+1 & @x"))
    for text, cells in zip(INJECTIONS, found, strict=True):
        # A text that the writer would take for XML bears a space more.
        assert {str(cells[at]).strip() for at in (0, 1, 3)} == {text.strip()}
        assert all(isinstance(cell, str) for cell in cells)
    xml = part(path, "xl/worksheets/sheet1.xml")
    assert "<f>" not in xml
    assert "<hyperlink" not in xml
    assert set(re.findall(r'<c [^>]*\bt="(\w+)"', xml)) == {"inlineStr"}
    assert "<v>" not in xml
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "calc" in name or "external" in name]


def test_a_text_beyond_what_a_cell_holds_is_cut(path: Path) -> None:
    long = ["a" * 32_767, "a" * 32_768, "😀" * 20_000, f"<r>{'a' * 40_000}</r>"]
    _, *found = read(written(path, [row(id=text) for text in long]))
    whole, cut, pairs, xml = (str(cells[0]) for cells in found)
    assert whole == long[0]
    assert cut == "a" * 32_766 + "…"
    assert pairs == "😀" * 16_383 + "…"
    assert len(xml) == 32_767


def test_signs_that_xml_lacks_do_not_break_the_file(path: Path) -> None:
    _, cells = read(written(path, [row(id="a\x00\x0bb\ufffe\uffffc\nd")]))
    assert str(cells[0]).replace("_x0000_", "\x00") == "a\x00\x0bb\ufffd\ufffdc\nd"


def test_how_it_looks(path: Path) -> None:
    long = "le montant demandé et l’effectif ; " * 8
    rows = [ELIGIBLE, row(id="1", outcome="ineligible", reasons=long), INCOMPLETE, WRONG]
    xml = part(written(path, rows, title="Portefeuille 2023"), "xl/worksheets/sheet1.xml")
    assert '<pane xSplit="1" ySplit="1" topLeftCell="B2"' in xml
    assert '<autoFilter ref="A1:J5"/>' in xml
    assert 'orientation="landscape"' in xml
    assert 'numberStoredAsText="1"' in xml
    # Two lines do not fit in the height of one.
    assert 'customHeight="1"' in xml.partition('<row r="3"')[2].partition(">")[0]
    assert 'customHeight="1"' not in xml.partition('<row r="2"')[2].partition(">")[0]
    workbook = part(path, "xl/workbook.xml")
    assert "Criblage!$1:$1</definedName>" in workbook
    assert "Criblage!$A$1:$D$5</definedName>" in workbook
    assert "<dc:title>Portefeuille 2023</dc:title>" in part(path, "docProps/core.xml")
    styles = part(path, "xl/styles.xml")
    for colour in ("C6EFCE", "FFC7CE", "FFEB9C", "D9D9D9"):
        assert f'rgb="FF{colour}"' in styles


def test_no_row_at_all_is_a_sheet_with_a_header(path: Path) -> None:
    (header,) = read(written(path, []))
    assert header[0] == "id"


def test_more_rows_than_a_sheet_holds_are_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text("before")
    monkeypatch.setattr(sheet, "MAX_ROWS", 3)
    written(path, [ELIGIBLE] * 3)
    before = path.read_bytes()
    with pytest.raises(InputError) as caught:
        write_sheet(path, iter([ELIGIBLE] * 4), lang=Lang.FR, title="t", name="big.xlsx")
    (fault,) = caught.value.faults
    assert str(fault.place) == "big.xlsx"
    assert fault.hint is not None
    assert ".parquet" in fault.hint.fr
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_nothing_is_left_where_the_rows_fail(path: Path) -> None:
    def rows() -> Iterator[Row]:
        yield ELIGIBLE
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_sheet(path, rows(), lang=Lang.FR, title="t")
    assert not [*path.parent.iterdir()]


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        written(tmp_path / "missing" / "out.xlsx", [ELIGIBLE])


def test_reasons_are_the_clauses_not_met_before_anything_else(region: Region) -> None:
    words = words_of(region)

    def said(
        not_met: str | None = None,
        unknown: str | None = None,
        missing: str | None = None,
        lang: Lang = Lang.FR,
    ) -> str | None:
        return reasons_text(not_met, unknown, missing, words, lang)

    assert said("SRDEII-A27-E3") == "Condition non remplie : Fonds propres positifs."
    assert (
        said("SRDEII-A27-E3;DELIB-A11-HEADCOUNT", "SRDEII-A27-E1", "self_diagnosis.done")
        == "Conditions non remplies : Fonds propres positifs ; Moins de 20 salariés."
    )
    assert (
        said("SRDEII-A27-E3;DELIB-A11-HEADCOUNT", lang=Lang.EN)
        == "Conditions not met: Positive equity; Fewer than 20 employees."
    )
    assert (
        said("", "SRDEII-A27-E3;X", "company.equity;company.headcount;x.y")
        == "Il manque : le montant des capitaux propres, l’effectif et x.y."
    )
    assert said(None, "SRDEII-A27-E3") == "À vérifier : Fonds propres positifs."
    assert said("", "", "") is None
    assert said() is None


def test_every_clause_and_fact_has_words(region: Region) -> None:
    words = words_of(region)
    assert {clause.id for part in region.parts for clause in part.clauses} == set(words.clauses)
    assert {fact.name for fact in region.catalogue} == set(words.facts)


def test_a_title_that_changed_is_told_with_its_days(tmp_path: Path) -> None:
    write_region(tmp_path)
    write_region(
        tmp_path,
        clauses=CLAUSES.replace("Fonds propres, en: Equity", "Haut, en: High"),
        day="2024-01-01",
    )
    title = words_of(load_region(tmp_path, cached=False)).clauses["DEMO-1-A"]
    assert title == Text(
        "Fonds propres (depuis le 25 novembre 2022) / Haut (depuis le 1er janvier 2024)",
        "Equity (since 25 November 2022) / High (since 1 January 2024)",
    )


def test_an_unknown_name_is_told_as_it_is() -> None:
    words = Words({"A": Text("un", "one")}, {})
    assert reasons_text("A;B", None, None, words, Lang.EN) == "Conditions not met: one; B."
