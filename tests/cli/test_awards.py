"""What scripts and people get from `obligations`, `monitor` and `new award`."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.awards.making import MUCH, ROOT, TOURISM, UNKNOWN, content, happened, text
from tests.cli.conftest import Run

Write = Callable[..., Path]
MOVED = happened("establishment_moved", date(2024, 6, 1), id="E1", commune="31555")
WITHIN_REGION = "SRDEII-A27/move=within-region-is-kept"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the good award, changed, into a file."""

    def to(name: str = "a.yaml", **changes: Any) -> Path:
        path = tmp_path / name
        path.write_text(text(**changes), encoding="utf-8")
        return path

    return to


def objects(run: Run, *arguments: object, **options: Any) -> list[dict[str, Any]]:
    done = run(*arguments, "--json", **options)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def by_key(entries: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(each["clause"].split("-")[-1], each["object"]): each for each in entries}


def test_obligations_as_json_have_the_days_of_the_contract(run: Run, write: Write) -> None:
    (found,) = objects(run, "obligations", write())
    assert (found["schema"], found["award"]) == ("eligibility/obligations@1", "CONV-TEST-1")
    days = {key: (e["from"], e["until"]) for key, e in by_key(found["obligations"]).items()}
    programme = ("2023-04-01", "2025-03-31")
    assert days == {
        ("R2", "jobs"): ("2023-04-01", "2028-03-31"),
        ("R2", "investments"): ("2023-04-01", "2028-03-31"),
        ("R3", "activity"): ("2023-03-01", "2031-03-01"),
        ("R4", "control"): ("2023-03-01", None),
        ("R5", "establishment"): ("2023-03-01", None),
        ("R6a", "rnd_location"): programme,
        ("R6b", "partners"): programme,
        ("R7", "rnd_staff_proof"): programme,
        ("R8a", "exploitation"): ("2023-04-01", None),
        ("R8b", "exploitation"): ("2023-04-01", None),
    }
    assert all(e["missing"] == [] for e in found["obligations"])


def test_a_last_day_that_is_not_known_is_null_with_what_is_missing(run: Run, write: Write) -> None:
    path = write(company__size=None, programme__ends_on=None)
    (found,) = objects(run, "obligations", path)
    jobs = by_key(found["obligations"])["R2", "jobs"]
    assert jobs["until"] is None
    assert set(jobs["missing"]) == {"company.size", "programme.ends_on"}


def test_obligations_are_shown_on_a_time_line(run: Run, write: Write) -> None:
    shown = run("obligations", write(), write("b.yaml", id="B"), "--on", "2024-07-01").stdout
    for said in ("CONV-TEST-1", "SRDEII-A27-R8b", "du 1er avril 2023 au 31 mars 2028", "2031"):
        assert said in shown
    assert "31 March 2028" in run("obligations", write(), "--lang", "en").stdout


def events_of(done: Any) -> list[Any]:
    assert done.returncode == 0, done.stderr
    assert all(len(line.encode()) <= 75 for line in done.stdout.splitlines())
    calendar: Any = Calendar.from_ical(done.stdout)
    return list(calendar.walk("VEVENT"))


def test_a_calendar_has_each_last_day_with_a_reminder(run: Run, write: Write) -> None:
    events = events_of(
        run("obligations", write(), write("t.yaml", id="T", scheme=TOURISM), "--ics")
    )
    days = {event["DTSTART"].dt for event in events}
    assert {date(2025, 3, 31), date(2028, 3, 31), date(2031, 3, 1)} <= days
    for event in events:
        (alarm,) = event.walk("VALARM")
        assert alarm["TRIGGER"].dt < timedelta(0)
        assert event["DTEND"].dt == event["DTSTART"].dt + timedelta(days=1)
    assert {"CONV-TEST-1", "T"} == {str(event["SUMMARY"]).split(" :")[0] for event in events}


def test_a_calendar_made_again_has_the_same_identities(run: Run, write: Write) -> None:
    path = write()
    first, again = (
        [
            (str(e["UID"]), e["DTSTART"].dt)
            for e in events_of(run("obligations", path, "--ics", *on))
        ]
        for on in ((), ("--on", "2030-01-01"))
    )
    assert first == again
    assert len({uid for uid, _ in first}) == len(first)
    write(id="OTHER")
    other = {str(e["UID"]) for e in events_of(run("obligations", path, "--ics"))}
    assert not other & {uid for uid, _ in first}


@pytest.mark.parametrize(
    ("on", "told"),
    [("2025-02-27", False), ("2025-02-28", False), ("2025-03-01", True), ("2025-03-31", True), ("2025-04-01", False)],
)  # fmt: skip
def test_what_falls_due_is_told_from_the_day_to_the_same_day_of_a_later_month(
    run: Run, write: Write, on: str, told: bool
) -> None:
    due = objects(run, "obligations", write(), "--within", 1, "--on", on)
    ends = [each for each in due if each["clause"].endswith("R6a")]
    assert bool(ends) is told
    assert all((each["on"], each["award"]) == ("2025-03-31", "CONV-TEST-1") for each in ends)


def test_what_falls_due_for_many_awards_is_in_order_of_day(run: Run, write: Write) -> None:
    paths = [write(), write("b.yaml", id="B", signed_on=date(2023, 6, 1))]
    due = objects(run, "obligations", *paths, "--within", 36, "--on", "2023-03-01")
    days = [each["on"] for each in due]
    assert days == sorted(days)
    assert {each["award"] for each in due} == {"CONV-TEST-1", "B"}
    shown = run("obligations", *paths, "--within", 36, "--on", "2023-03-01")
    assert shown.stdout.index("2025-03-01") < shown.stdout.index("2025-03-31")


def test_monitoring_as_json_has_the_fields_of_the_contract(run: Run, write: Write) -> None:
    (found,) = objects(run, "monitor", write(events=[MOVED]), "--on", "2024-06-01")
    assert (found["schema"], found["award"]) == ("eligibility/monitoring@1", "CONV-TEST-1")
    assert (found["on"], found["total"]) == ("2024-06-01", 120000)
    findings = by_key(found["findings"])
    assert len(findings) == len(found["findings"]) == 10
    moved = {"id": "E1", "on": "2024-06-01", "kind": "establishment_moved", "commune": "31555"}
    for key, each in findings.items():
        broken = key[0] in ("R2", "R3", "R5")
        assert each["status"] == ("breached" if broken else "pending")
        assert each["consequence"] == ("clawback_possible" if broken else "none")
        assert each["amount"] == (120000 if broken else None)
        assert each["evidence"] in ("none", "partial", "full")
        assert len(each["events"]) == (1 if broken else 0)
        assert moved.items() <= each["event"].items() if broken else each["event"] is None
    other = next(each for each in found["sensitive_to"] if each["alternative"] in WITHIN_REGION)
    assert f"{other['reading']}={other['alternative']}" == WITHIN_REGION
    assert other["total"] == 0


def test_evidence_tells_whether_anyone_looked(run: Run, write: Write) -> None:
    def check(year: int) -> dict[str, Any]:
        return happened("checked", date(year, 3, 31), objects=["jobs"])

    for years, said in (((), "none"), ((2024,), "partial"), (range(2024, 2029), "full")):
        path = write(events=[check(year) for year in years])
        (found,) = objects(run, "monitor", path, "--on", "2028-04-01")
        jobs = by_key(found["findings"])["R2", "jobs"]
        assert (jobs["status"], jobs["evidence"]) == ("kept", said)


def test_a_reading_can_be_taken_and_the_finding_says_so(run: Run, write: Write) -> None:
    arguments = ("monitor", write(events=[MOVED]), "--on", "2024-06-01", "--reading", WITHIN_REGION)
    (found,) = objects(run, *arguments)
    assert {each["status"] for each in found["findings"]} == {"pending"}
    assert found["total"] == 0
    assert "within-region-is-kept" in run(*arguments).stdout
    eve = ("--reading", "SRDEII-A27/last-day=ends-the-day-before")
    (dated,) = objects(run, "obligations", write(), *eve)
    assert by_key(dated["obligations"])["R3", "activity"]["until"] == "2031-02-28"


@pytest.mark.parametrize("command", ["obligations", "monitor"])
@pytest.mark.parametrize(
    ("reading", "said"),
    [
        pytest.param("SRDEII-A27/moov=x", "SRDEII-A27/move", id="unknown reading"),
        pytest.param("SRDEII-A27/move=x", "within-region-is-kept", id="unknown alternative"),
        pytest.param("move", "--reading", id="half a reading"),
    ],
)
def test_an_unknown_reading_is_an_error(
    run: Run, write: Write, command: str, reading: str, said: str
) -> None:
    done = run(command, write(), "--reading", reading)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize(
    "words",
    [("monitor", "--json", "--markdown"), ("obligations", "--json", "--ics"), ("obligations", "--within=1", "--ics")],
)  # fmt: skip
def test_two_forms_at_once_are_an_error(run: Run, write: Write, words: tuple[str, ...]) -> None:
    done = run(words[0], write(), *words[1:])
    assert (done.returncode, done.stdout) == (2, "")
    assert "--ics" in done.stderr or "--markdown" in done.stderr


@pytest.mark.parametrize("command", ["obligations", "monitor"])
def test_a_bad_line_is_told_and_the_others_go_on(
    run: Run, tmp_path: Path, write: Write, command: str
) -> None:
    lines = [json.dumps(content(id=name), default=str) for name in ("A", "B", "C")]
    lines[1] = lines[1].replace('"amount": 120000', '"amount": "x"', 1)
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join([*lines, "{", ""]), encoding="utf-8")
    done = run(command, path, tmp_path / "no.yaml", write(), "--json")
    assert done.returncode == 2
    found = [json.loads(line)["award"] for line in done.stdout.splitlines()]
    assert found == ["A", "C", "CONV-TEST-1"]
    assert re.search(r"many\.jsonl:2:\d+: `amount`", done.stderr)
    assert "many.jsonl:4:" in done.stderr
    assert "no.yaml" in done.stderr
    assert "Traceback" not in done.stderr


def test_standard_input_takes_yaml_and_json(run: Run) -> None:
    for given in (text(), json.dumps(content(), default=str)):
        (found,) = objects(run, "monitor", "-", "--on", "2024-01-01", input=given)
        assert found["award"] == "CONV-TEST-1"


def test_rules_of_a_day_before_any_rules_are_an_error(run: Run, write: Write) -> None:
    done = run("monitor", write(signed_on=date(2022, 11, 24)), "--on", "2024-01-01")
    assert done.returncode == 2
    assert "24 novembre 2022" in done.stderr


def test_a_new_award_takes_what_the_dossier_knows_and_can_be_monitored(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "award.yaml"
    words = ("new", "award", "--dossier", ROOT / "fixtures/dossiers/demo-eligible.yaml")
    assert run(*words, "--out", out).returncode == 0
    blank = out.read_text(encoding="utf-8")
    assert "OCC-2023-00001" in blank
    assert "signed_on" in run("monitor", out).stderr
    filled = blank.replace("\nsigned_on:", "\nsigned_on: 2023-02-15")
    out.write_text(filled, encoding="utf-8")
    (found,) = objects(run, "monitor", out, "--on", "2024-01-01")
    jobs = by_key(found["findings"])["R2", "jobs"]
    assert (jobs["from"], jobs["until"]) == ("2023-03-01", "2027-02-28")
    assert run(*words, "--out", out).returncode == 2
    assert out.read_text(encoding="utf-8") == filled


def test_no_finding_says_that_a_duty_was_observed(run: Run, write: Write) -> None:
    for on in ("2024-01-01", "2040-01-01"):
        for form in ((), ("--json",), ("--markdown",)):
            said = run("monitor", write(), "--on", on, *form).stdout.lower()
            assert "aucun manquement enregistré" in said
            assert not re.search("obligations? respectée|respecté", said)
    assert "no breach recorded" in run("monitor", write(), "--lang", "en").stdout


def test_the_letter_invites_to_be_heard_and_takes_no_markup(run: Run, write: Write) -> None:
    letter = run("monitor", write(**MUCH), "--on", "2030-01-01", "--markdown").stdout
    assert "observations" in letter
    assert "____" in letter
    assert "<b>" not in letter.replace("\\<b\\>", "")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("words", [("obligations",), ("monitor",), ("obligations", "--within=120")])
def test_text_fits_80_columns_and_a_terminal_without_utf8(
    run: Run, write: Write, words: tuple[str, ...], lang: str
) -> None:
    paths = [write(), write("b.yaml", **UNKNOWN), write("c.yaml", **MUCH)]
    arguments = (*words, *paths, "--on", "2030-01-01", "--lang", lang)
    done = run(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line for line in done.stdout.splitlines() if len(line) > 80] == []
    plain = run(*arguments, env={"PYTHONIOENCODING": "ascii"})
    assert (plain.returncode, plain.stderr) == (0, "")
    assert plain.stdout.isascii()


def test_an_id_of_an_event_may_hold_a_dot(run: Run, write: Write) -> None:
    ceased = happened("activity_ceased", date(2024, 6, 1), id="E")
    unclear = happened("capital_operation", date(2024, 6, 1), id="E.1")
    done = run("monitor", write(events=[ceased, unclear]), "--on", "2024-07-01")
    assert (done.returncode, done.stderr) == (0, "")
    assert "l'effet sur le contrôle (opération en capital du 1er juin 2024)" in " ".join(
        done.stdout.split()
    )


@pytest.mark.parametrize("options", [[], ["--within", "600"]])
def test_no_day_is_too_late_for_a_plain_answer(run: Run, write: Write, options: list[str]) -> None:
    done = run("obligations", write(), "--on", "9999-12-31", *options)
    assert done.returncode in (0, 2), done.stderr
