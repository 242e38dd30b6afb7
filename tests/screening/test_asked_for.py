"""Only the schemes that rows ask for are looked at, and none of them is missed."""

import json
from datetime import date
from pathlib import Path

import pytest

from eligibility.rulebook import load_region
from eligibility.screening.asked_for import in_lines
from eligibility.screening.screen import Request, Result, screen
from tests.conftest import ROOT

REGION = load_region(ROOT / "rules" / "occitanie")
TODAY = date(2023, 6, 1)
PASS, LOAN = "pass-transformation-ecologique", "pret-regional-souverainete-industrielle"
HEAD = "id,scheme,company.headcount,request.amount\n"


def screened(folder: Path, name: str, content: str, **given: str) -> Result:
    source = folder / name
    source.write_text(content, encoding="utf-8")
    target = folder / "out.csv"
    return screen(
        Request(source=source, target=target, region=REGION, today=TODAY, **given)  # type: ignore[arg-type]
    )


def schemes(result: Result) -> set[str]:
    return {track.scheme for track in result.plan.tracks}


def test_a_table_is_held_against_the_schemes_of_its_rows_alone(tmp_path: Path) -> None:
    found = screened(
        tmp_path, "t.csv", HEAD + f"a,{PASS},12,9000\nb, {LOAN} ,12,9000\nc,nope,1,1\n"
    )
    assert schemes(found) == {PASS, LOAN}
    assert [scheme for scheme, _ in found.tally.outcomes] == [PASS, LOAN]
    assert found.tally.errors == 1


def test_a_table_whose_rows_name_no_scheme_that_exists_has_errors_alone(tmp_path: Path) -> None:
    found = screened(tmp_path, "t.csv", HEAD + "a,nope,12,9000\nb,,12,9000\n")
    assert (found.tally.errors, found.tally.rows) == (2, 2)


def test_the_scheme_that_is_given_for_every_row_is_the_only_one(tmp_path: Path) -> None:
    head = HEAD.replace("scheme,", "")
    assert schemes(screened(tmp_path, "t.csv", head + "a,12,9000\n", scheme=PASS)) == {PASS}


def test_a_line_that_is_rejected_is_counted_once(tmp_path: Path) -> None:
    found = screened(tmp_path, "t.csv", HEAD + f"a,{PASS},12,9000\nb,{PASS},12,9000,too,many\n")
    assert (found.tally.rows, found.tally.errors) == (2, 1)


def test_lines_of_dossiers_are_held_against_theirs(tmp_path: Path) -> None:
    lines = [{"id": "a", "scheme": PASS}, {"id": "b", "scheme": LOAN}]
    found = screened(tmp_path, "d.jsonl", "".join(json.dumps(each) + "\n" for each in lines))
    assert schemes(found) == {PASS, LOAN}


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "a", "sch\\u0065me": "pass-transformation-ecologique"}',
        '{"id": "a", "scheme": "pass-transformation-\\u0065cologique"}',
        '{"id": "a"}',
        '{"id": "a", "scheme": "nope"}',
    ],
)
def test_a_line_that_hides_its_scheme_leaves_every_scheme_in(tmp_path: Path, line: str) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps({"id": "b", "scheme": LOAN}) + "\n" + line + "\n", encoding="utf-8")
    assert in_lines(path, REGION.scheme_ids) is None


def test_what_a_text_says_of_a_scheme_only_adds_one(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    title = f'"scheme": "{LOAN}"'
    path.write_text(
        json.dumps({"id": "b", "scheme": PASS, "project": {"title": title}}) + "\n",
        encoding="utf-8",
    )
    found = in_lines(path, REGION.scheme_ids)
    assert found is not None
    assert PASS in found <= {PASS, LOAN}
