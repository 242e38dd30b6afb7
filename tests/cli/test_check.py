"""What scripts and people get from `eligibility check`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

Write = Callable[..., Path]


def decision(run: Run, *arguments: object) -> dict[str, Any]:
    done = run("check", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def status(found: dict[str, Any], clause: str) -> str:
    statuses = {finding["clause"]: finding["status"] for finding in found["findings"]}
    return str(statuses[clause])


def test_a_good_dossier_is_eligible_and_names_its_rules(run: Run, dossier: Write) -> None:
    found = decision(run, dossier())
    assert found["schema"] == "eligibility/decision@1"
    assert found["outcome"] == "eligible"
    assert found["rulebook"]["version"] == "2022-11-25"
    assert found["rulebook"]["digest"].startswith("sha256:")
    assert found["missing"] == []


def test_every_clause_not_met_is_listed_not_only_the_first(run: Run, dossier: Write) -> None:
    path = dossier(company__equity=-12000, request__amount=10000.01)
    found = decision(run, path)
    failed = [f["clause"] for f in found["findings"] if f["status"] == "not_met"]
    assert failed == ["SRDEII-A27-E3", "DELIB-A11-AMOUNT"]
    assert found["outcome"] == "ineligible"
    assert [ground["clause"] for ground in found["grounds"]] == ["SRDEII-A27-E7"]


def test_a_finding_carries_fact_origin_threshold_and_the_words_of_the_source(
    run: Run, dossier: Write
) -> None:
    equity = {"value": -12000, "origin": "accounts", "as_of": "2022-12-31"}
    found = decision(run, dossier(company__equity=equity))
    finding = next(f for f in found["findings"] if f["clause"] == "SRDEII-A27-E3")
    assert finding["facts"] == {"company.equity": -12000}
    assert finding["origins"] == {"company.equity": {"origin": "accounts", "as_of": "2022-12-31"}}
    assert finding["thresholds"][0]["value"] == 0
    assert finding["citation"]["lines"] == "3339-3341"
    assert "fonds propres positifs" in finding["citation"]["quote"]
    assert "-12\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}€" in finding["reason"]


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"company__headcount": 19}, "eligible"),
        ({"company__headcount": 19.5}, "eligible"),
        ({"company__headcount": 20}, "ineligible"),
        ({"company__equity": 0.01}, "eligible"),
        ({"company__equity": 0}, "ineligible"),
        ({"company__equity": None}, "incomplete"),
        ({"request__amount": 10000.01}, "ineligible"),
        ({"company__equity": None, "request__amount": 10001}, "ineligible"),
        ({"self_diagnosis__done": False}, "ineligible"),
        ({"project__environmental_measures": "  "}, "ineligible"),
        ({"project__real_estate": None}, "incomplete"),
        ({"company__proceedings": [{"kind": "tax"}]}, "eligible"),
        ({"company__proceedings": [{"kind": "civil"}]}, "ineligible"),
        ({"company__proceedings": [{"kind": "civil", "closed_on": "2023-02-01"}]}, "eligible"),
        ({"company__proceedings": [{"kind": "civil", "opened_on": "2023-02-02"}]}, "eligible"),
    ],
)
def test_outcomes_at_and_beside_each_limit(
    run: Run, dossier: Write, changes: dict[str, Any], outcome: str
) -> None:
    assert decision(run, dossier(**changes))["outcome"] == outcome


def test_a_reading_that_would_change_the_conclusion_is_reported(run: Run, dossier: Write) -> None:
    path = dossier(company__equity=0)
    sensitive = decision(run, path)["sensitive_to"]
    assert {
        "reading": "SRDEII-A27/equity",
        "alternative": "zero-is-positive",
        "outcome": "eligible",
    } in sensitive


def test_a_reading_can_be_taken_and_the_decision_says_so(run: Run, dossier: Write) -> None:
    path = dossier(company__equity=0)
    found = decision(run, path, "--reading", "SRDEII-A27/equity=zero-is-positive")
    assert found["outcome"] == "eligible"
    assert found["readings"] == {"SRDEII-A27/equity": "zero-is-positive"}


def test_an_unknown_reading_offers_the_nearest_one(run: Run, dossier: Write) -> None:
    done = run("check", dossier(), "--reading", "SRDEII-A27/equiti=zero-is-positive")
    assert done.returncode == 2
    assert "SRDEII-A27/equity" in done.stderr


def test_a_company_in_difficulty_is_not_asked_about_proceedings(run: Run, dossier: Write) -> None:
    path = dossier(
        scheme="soutien-entreprises-en-difficulte",
        company__proceedings=[{"kind": "redressement_judiciaire"}],
    )
    found = decision(run, path)
    assert status(found, "SRDEII-A27-E4") == "not_applicable"
    assert found["missing"] == ["assessed.company_in_difficulty", "assessed.strategic_company"]


@pytest.mark.parametrize(
    ("changes", "size"),
    [
        (
            {
                "company__headcount": 249,
                "company__balance_sheet": 40_000_000,
                "company__turnover": None,
            },
            "is_pme",
        ),
        ({"company__headcount": 250, "company__balance_sheet": 40_000_000}, "is_eti"),
        ({"company__headcount": 9}, "is_micro"),
        ({"company__headcount": 5000}, "is_ge"),
    ],
)
def test_size_follows_from_the_figures(
    run: Run, dossier: Write, changes: dict[str, Any], size: str
) -> None:
    derived = decision(run, dossier(**changes))["derived"]
    assert derived[f"company.{size}"] is True


def test_250_employees_with_no_turnover_is_surely_no_pme(run: Run, dossier: Write) -> None:
    path = dossier(company__headcount=250, company__turnover=None, company__balance_sheet=None)
    derived = decision(run, path)["derived"]
    assert derived["company.is_pme"] is False
    assert derived["company.is_eti"] is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [({}, 0), ({"company__equity": None}, 11), ({"company__equity": -1}, 10)],
)
def test_exit_codes_tell_the_outcome_when_asked(
    run: Run, dossier: Write, changes: dict[str, Any], code: int
) -> None:
    path = dossier(**changes)
    assert run("check", path, "--exit-code").returncode == code
    assert run("check", path).returncode == 0


def test_a_bad_file_is_named_and_the_others_go_on(run: Run, dossier: Write, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: X\nscheme: pass-transformation-ecologiqe\ncompany:\n  equity: 12 000\n")
    done = run("check", bad, dossier("a.yaml"), "--json")
    assert done.returncode == 2
    assert [json.loads(line)["dossier"] for line in done.stdout.splitlines()] == ["OCC-TEST-1"]
    assert "bad.yaml:2:" in done.stderr
    assert "pass-transformation-ecologique" in done.stderr
    assert "bad.yaml:4:" in done.stderr
    assert "12000" in done.stderr
    assert "Traceback" not in done.stderr


def test_standard_input_takes_yaml_and_json(run: Run, dossier: Write) -> None:
    text = dossier().read_text(encoding="utf-8")
    assert run("check", "-", "--json", input=text).returncode == 0
    import yaml

    as_json = json.dumps(yaml.safe_load(text))
    assert json.loads(run("check", "-", "--json", input=as_json).stdout)["outcome"] == "eligible"


def test_a_day_before_any_rules_is_an_error_with_the_first_day(run: Run, dossier: Write) -> None:
    done = run("check", dossier(), "--on", "2022-11-24")
    assert done.returncode == 2
    assert "25 novembre 2022" in done.stderr


def test_text_fits_80_columns_and_a_terminal_without_utf8(run: Run, dossier: Write) -> None:
    path = dossier(company__equity=-12000, company__tax_compliant=None)
    wide = run("check", path).stdout
    assert max(map(len, wide.splitlines())) <= 80
    plain = run("check", path, env={"PYTHONIOENCODING": "ascii"})
    assert plain.returncode == 0
    assert plain.stdout.isascii()
    assert "INELIGIBLE" in plain.stdout


def test_the_letter_for_an_incomplete_dossier_is_no_refusal(run: Run, dossier: Write) -> None:
    text = run("check", dossier(company__equity=None), "--markdown").stdout
    assert "Ce n'est pas un refus" in text
    assert "____" in text


def test_nothing_of_the_dossier_is_read_as_markdown_or_markup(run: Run, dossier: Write) -> None:
    path = dossier(id="[bold]x[/bold] <script>*")
    assert "[bold]x[/bold] <script>*" in run("check", path).stdout
    assert "\\<script\\>" in run("check", path, "--markdown").stdout


def test_the_same_dossier_gives_the_same_bytes(run: Run, dossier: Write) -> None:
    path = dossier()
    assert run("check", path, "--json").stdout == run("check", path, "--json").stdout


def test_english_is_there_when_asked(run: Run, dossier: Write) -> None:
    assert "INELIGIBLE" in run("check", dossier(company__equity=-1), "--lang", "en").stdout


def test_a_damaged_cache_is_rebuilt(run: Run, dossier: Write, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    env = {"ELIGIBILITY_CACHE": str(cache)}
    path = dossier()
    first = run("check", path, "--json", env=env).stdout
    (file,) = cache.glob("rules-*.json")
    file.write_bytes(file.read_bytes().replace(b"SRDEII", b"SRDEXX", 1))
    assert run("check", path, "--json", env=env).stdout == first


def test_a_read_only_cache_is_no_error(run: Run, dossier: Write) -> None:
    assert run("check", dossier(), env={"ELIGIBILITY_CACHE": "/proc/nowhere"}).returncode == 0


def test_the_blank_dossier_is_valid_and_asks_for_everything(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "new.yaml"
    assert run("new", "dossier", "--scheme", "contrat-3s", "--out", out).returncode == 0
    found = decision(run, out, "--on", "2023-02-01")
    assert found["outcome"] == "incomplete"
    assert all(f["status"] == "unknown" for f in found["findings"])
    again = run("new", "dossier", "--scheme", "contrat-3s", "--out", out)
    assert again.returncode == 2


@pytest.mark.parametrize("what", ["rule", "dossier"])
def test_schemas_are_valid_json_schemas(run: Run, what: str) -> None:
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(json.loads(run("schema", what).stdout))


def test_every_fixture_fits_the_dossier_schema(run: Run) -> None:
    import yaml
    from jsonschema import Draft202012Validator

    class Plain(yaml.SafeLoader):
        """Days stay text, as they do in a dossier."""

    Plain.yaml_implicit_resolvers = {
        sign: [pair for pair in pairs if "timestamp" not in pair[0]]
        for sign, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    validator = Draft202012Validator(json.loads(run("schema", "dossier").stdout))
    folder = Path(__file__).parents[2] / "fixtures" / "dossiers"
    for path in folder.iterdir():
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=Plain)
        assert not list(validator.iter_errors(content)), path.name
    assert list(validator.iter_errors({"id": "A", "scheme": "contrat-3s", "compny": {}}))


def test_an_old_fact_is_a_warning_and_never_a_status(run: Run, dossier: Write) -> None:
    old = {"value": True, "origin": "attestation", "as_of": "2022-07-31"}
    found = decision(run, dossier(company__tax_compliant=old))
    assert [w["code"] for w in found["warnings"]] == ["stale"]
    assert found["outcome"] == "eligible"
    fresh = {**old, "as_of": "2022-08-01"}
    assert decision(run, dossier(company__tax_compliant=fresh))["warnings"] == []


def test_every_command_has_help(run: Run) -> None:
    for words in ([], ["check"], ["new"], ["new", "dossier"], ["rules"], ["schema"]):
        for lang in ("fr", "en"):
            done = run(*words, "--help", env={"ELIGIBILITY_LANG": lang})
            assert done.returncode == 0
            assert "Usage" in done.stdout
