"""A duty that leaves something to be guessed does not load, or makes the linter doubt."""

from datetime import date
from pathlib import Path

import pytest

from eligibility.errors import RulebookError
from eligibility.language import Lang
from eligibility.rulebook import Region, load_region
from eligibility.rulebook.covenant import covenant
from eligibility.rulebook.diff import changes
from eligibility.rulebook.duty import LastDay
from eligibility.rulebook.duty_sentence import duty_sentences
from eligibility.rulebook.lint import lint
from eligibility.rulebook.versions import in_force
from tests.rulebook.regions import CLAUSES, FACTS, TEXT, write_region

PERIODS = """periods:
  last_day: same_day
  missing_day: end_of_month
  source: {fr: hypothèse, en: assumption}
"""
DUTY = """  - clause: DEMO-1-D
    title: {fr: Activité, en: Activity}
    kind: duty
    stage: maintenance
    cite: {lines: 1-2, quote: "maintenir l’activité sur le site aidé"}
    duty:
      objects: [activity, jobs]
      from: award.signed_on
      then:
        - for: 8 years
    broken_by:
      activity: [activity_ceased, {establishment_moved: {out_of_region: true}}]
      jobs: [{job_count: {below_aided_jobs: true}}]
    consequence: clawback_possible
    evidence: {fr: preuve, en: proof, every: 6 months}
    alternatives:
      zero/counts:
        last_day: eve
"""


def made(folder: Path, *, old: str = "", new: str = "", periods: str = PERIODS) -> Region:
    assert old in DUTY
    text = TEXT.replace("readings:", periods + "readings:")
    path = write_region(folder, text=text, clauses=CLAUSES + DUTY.replace(old, new), facts=FACTS)
    return load_region(path, cached=False)


def test_a_sound_duty_loads_and_nothing_of_it_is_doubted(tmp_path: Path) -> None:
    region = made(tmp_path / "r")
    assert [str(fault) for fault in lint(region) if "DEMO-1-D" in fault.message.fr] == []
    found = covenant(in_force(region, date(2023, 1, 1)), "demo", date(2023, 1, 1))
    (undertaking,) = found.undertakings
    assert undertaking.duty.last_day is LastDay.SAME_DAY
    assert undertaking.duty.terms[0].length.count == 8
    ((choice, (other,)),) = found.variants
    assert (choice.alternative, other.duty.last_day) == ("counts", LastDay.EVE)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    consequence: clawback_possible\n", "", "has no `consequence`"),
        ("[{job_count:", "[{jobcount:", "did you mean `job_count`?"),
        ("{below_aided_jobs: true}", "{below_jobs: true}", "cannot be narrowed by `below_jobs`"),
        ("{out_of_region: true}", "{out_of_region: yes}", "is true or false"),
        ("{out_of_region: true}", "{}", "nothing narrows `establishment_moved`"),
        ("      jobs: [{job", "      job: [{job", "`job` is not an object of this duty"),
        ("      jobs: [{job_count: {below_aided_jobs: true}}]\n", "", "what breaks the duty on `jobs`"),
        ("[activity, jobs]", "[activity, job]", "use one of jobs, investments"),
        ("for: 8 years", "for: 8 ans", "does not fit"),
        ("for: 8 years", "for: 200 years", "more than a century"),
        ("award.signed_on", "award.paid_on", "does not fit"),
        ("last_day: eve", "as_long_as: [DEMO-1-A]", "which is no duty with an end"),
        ("last_day: eve", "broken_by: [activity_seased]", "did you mean `activity_ceased`?"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_a_load_error(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(RulebookError) as caught:
        made(tmp_path / "r", old=old, new=new)
    assert said in caught.value.told(Lang.EN)


@pytest.mark.parametrize(
    "periods",
    ["", PERIODS.replace("end_of_month", "next_month"), PERIODS.replace("same_day", "eve_day")],
)
def test_how_lengths_are_counted_must_be_declared(tmp_path: Path, periods: str) -> None:
    with pytest.raises(RulebookError):
        made(tmp_path / "r", periods=periods)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("    evidence: {fr: preuve, en: proof, every: 6 months}\n", "", "no-words"),
        ("kind: duty", "kind: information", "kind"),
        ("last_day: eve", "last_day: same_day", "same-reading"),
        ("        - for: 8 years\n", "        - for: 8 years\n        - for: 3 years\n", "terms-overlap"),
        ("    duty:\n", "    applies_when: {company.equity: {above: 0 EUR}}\n    duty:\n", "never-known"),
    ],
)  # fmt: skip
def test_what_is_suspicious_is_doubted(tmp_path: Path, old: str, new: str, code: str) -> None:
    found = [fault.code for fault in lint(made(tmp_path / "r", old=old, new=new))]
    assert code in found


def test_a_duty_is_read_back_with_its_lengths_and_its_events(tmp_path: Path) -> None:
    region = made(tmp_path / "r")
    clause = region.strategies[0].clauses[-1]
    assert clause.duty
    told = duty_sentences(clause.duty, clause.broken_by, "clawback_possible", region, Lang.FR)
    assert told[0].endswith("depuis la signature de la convention, pendant 8 ans.")
    assert any("déménagement de l'établissement (hors de la région)" in text for text in told)


def test_a_change_of_length_is_told_by_diff(tmp_path: Path) -> None:
    before = in_force(made(tmp_path / "a"), date(2023, 1, 1))
    after = in_force(made(tmp_path / "b", old="8 years", new="9 years"), date(2023, 1, 1))
    (change,) = changes(before, after, Lang.EN)
    assert change.subject == "DEMO-1-D"
    assert "8 years" in str(change.before)
    assert "9 years" in str(change.after)
