"""The made-up portfolio is the one that is drawn, and its mapping fits it."""

import csv
import io
from pathlib import Path

import pytest

from eligibility.documents import read_document
from eligibility.rulebook import Region, load_region
from eligibility.screening.binding import HEAD
from eligibility.screening.mapping import ColumnMap, read_mapping
from tests.conformance.make_portfolio import NAME, content
from tests.conftest import ROOT

FOLDER = ROOT / "fixtures" / "portfolios"


@pytest.fixture(scope="module")
def region() -> Region:
    return load_region(ROOT / "rules" / "occitanie", cached=False)


@pytest.fixture(scope="module")
def mapping(region: Region) -> ColumnMap:
    path = FOLDER / Path(NAME).with_suffix(".columns.yaml")
    return read_mapping(read_document(path), region.catalogue)


@pytest.fixture(scope="module")
def dossiers() -> list[dict[str, str]]:
    text = (FOLDER / NAME).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_same_bytes_come_out_every_time() -> None:
    made = content()
    assert made == (FOLDER / NAME).read_bytes()
    assert len(made) < 2_500_000


def test_the_mapping_names_every_column_and_known_facts(
    region: Region, mapping: ColumnMap, dossiers: list[dict[str, str]]
) -> None:
    assert set(dossiers[0]) == {*mapping.columns, *mapping.ignore}
    facts = [fact for fact, _ in mapping.columns.values()]
    assert all(fact in HEAD or fact in region.catalogue for fact in facts)


def test_no_company_in_it_exists(dossiers: list[dict[str, str]]) -> None:
    assert len(dossiers) == 10_000
    siren = [row["SIREN"] for row in dossiers if len(row["SIREN"]) == 9]
    assert len(siren) > 9_900
    assert {each[:7] for each in siren if each.isdigit()} == {"0000000"}


def test_every_scheme_and_every_year_is_there(
    region: Region, mapping: ColumnMap, dossiers: list[dict[str, str]]
) -> None:
    _, schemes = mapping.columns["Dispositif"]
    first = {scheme.id for scheme in region.schemes if scheme.files[0].count("/") == 1}
    assert len(first) == 6
    assert {schemes.get(row["Dispositif"]) for row in dossiers} > first
    years = {row["N° dossier"].split("-")[1] for row in dossiers}
    assert years == {"2022", "2023", "2024", "2025"}
    assert len({row["N° dossier"] for row in dossiers}) == len(dossiers)
