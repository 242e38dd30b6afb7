"""Every bad award gets a clear error with its place; what is merely doubtful gets a warning."""

from datetime import date

import pytest

from eligibility.awards import fields
from eligibility.awards.award import Event
from eligibility.errors import InputError
from eligibility.facts.coherence import has_wrong_key
from eligibility.language import Lang
from tests.awards.making import award, read

HEAD = "id: A\nscheme: contrat-entreprise-avenir\nsigned_on: 2023-03-01\n"
INVESTMENTS = "investments: [{id: I1, amount: 1}, {id: I1-bis, amount: 1}]\n"


def refused(text: str, name: str = "a.yaml") -> InputError:
    with pytest.raises(InputError) as caught:
        read(text, name)
    return caught.value


BAD = [
    # keys
    pytest.param("amont: 1\n", "4:1", "unknown-key", "did you mean `amount`?", id="misspelt key"),
    pytest.param("company: {sien: '1'}\n", "4:11", "unknown-key", "did you mean `siren`?", id="misspelt key of the company"),
    pytest.param("programme:\n  end_on: 2025-03-31\n", "5:3", "unknown-key", "did you mean `ends_on`?", id="misspelt key of the programme"),
    pytest.param("site:\n  communes: '32013'\n", "5:3", "unknown-key", "did you mean `commune`?", id="misspelt key of the site"),
    pytest.param("investments:\n- {id: I1, lable: x}\n", "5:12", "unknown-key", "did you mean `label`?", id="misspelt key of an investment"),
    pytest.param("convention: {prorata: {jobs: share}}\n", "4:14", "unknown-key", "did you mean `pro_rata`?", id="misspelt key of the convention"),
    pytest.param("events:\n- {on: 2024-01-01, kind: job_count, jobs: 1, notes: x}\n", "5:46", "unknown-key", "did you mean `note`?", id="misspelt key of an event"),
    pytest.param("events:\n- {on: 2024-01-01, kind: activity_ceased, jobs: 1}\n", "5:43", "unknown-key", "an event `activity_ceased` has no key `jobs`", id="key of another kind of event"),
    # days
    pytest.param("programme: {starts_on: 2024-01-01, ends_on: 2023-12-31}\n", "4:36", "ends-before-start", "before it starts on 2024-01-01", id="ends before it starts"),
    pytest.param("events:\n- {on: 2024-02-30, kind: activity_ceased}\n", "5:4", "wrong-value", "not a day", id="day that does not exist"),
    pytest.param("events:\n- {kind: activity_ceased}\n", "5:3", "no-day", "no day (`on`)", id="event without a day"),
    pytest.param("events:\n- {on: , kind: activity_ceased}\n", "5:3", "no-day", "no day (`on`)", id="event with an empty day"),
    # amounts and counts
    pytest.param("amount: -1\n", "4:1", "wrong-value", "less than 0", id="negative amount"),
    pytest.param('amount: "12000"\n', "4:1", "wrong-value", "without quotes: 12000", id="quoted amount"),
    pytest.param("amount: 1.005\n", "4:1", "wrong-value", "more than 2 decimals", id="three decimals"),
    pytest.param("jobs: -1\n", "4:1", "wrong-value", "less than 0", id="negative jobs"),
    pytest.param("innovation: yes\n", "4:1", "wrong-value", "true or false", id="yes is no truth"),
    pytest.param("jobs: 12\njobs_kept: 10\njobs_created: 3\n", "4:1", "jobs-contradicted", "not the sum", id="jobs are not their sum"),
    pytest.param("jobs: 12\njobs_kept: 13\n", "4:1", "jobs-contradicted", "not the sum", id="more kept than in all"),
    # size
    pytest.param("company: {size: pmme}\n", "4:11", "unknown-size", "did you mean `pme`?", id="misspelt size"),
    pytest.param("company: {size: tpe}\n", "4:11", "unknown-size", "`tpe`", id="size that is no word of the contract"),
    pytest.param("company: {size: pme, headcount: 250}\n", "4:11", "size-contradicted", "contradicts the figures", id="pme of 250"),
    pytest.param("company: {size: eti, headcount: 249, turnover: 50000000}\n", "4:11", "size-contradicted", "contradicts the figures", id="eti with the figures of a pme"),
    pytest.param("company: {size: ge, headcount: 4999, balance_sheet: 2000000000}\n", "4:11", "size-contradicted", "contradicts the figures", id="ge with the figures of an eti"),
    # numbers of companies and places
    pytest.param("company: {siren: '00000001'}\n", "4:11", "wrong-value", "company.siren", id="siren of eight digits"),
    pytest.param("site: {siret: '000000018'}\n", "4:8", "wrong-value", "site.siret", id="siren for a siret"),
    pytest.param("partners: [Dupont]\n", "4:12", "wrong-value", "partners.0", id="partner by its name"),
    # investments
    pytest.param("investments: [{label: x}]\n", "4:15", "no-id", "no `id`", id="investment without id"),
    pytest.param("investments: [{id: I1}, {id: I1}]\n", "4:26", "id-twice", "stands twice", id="investment twice"),
    pytest.param(INVESTMENTS + "events:\n- {on: 2024-01-01, kind: investment_disposed, investment: I1-bs}\n", "6:47", "unknown-investment", "did you mean `I1-bis`?", id="investment that is not there"),
    # events
    pytest.param("events:\n- {on: 2024-01-01, kind: job_cout, jobs: 1}\n", "5:20", "unknown-event", "did you mean `job_count`?", id="misspelt kind"),
    pytest.param("events:\n- {on: 2024-01-01, jobs: 1}\n", "5:3", "no-kind", "has no `kind`", id="event without kind"),
    pytest.param("events:\n- {on: 2024-01-01, kind: job_count}\n", "5:3", "no-field", "`jobs`", id="count without a number"),
    pytest.param("events:\n- {on: 2024-01-01, kind: partner_used}\n", "5:3", "no-field", "`siren`", id="partner without siren"),
    pytest.param("events: none\n", "4:1", "wrong-shape", "must be a list", id="events are no list"),
    pytest.param("events: [closed]\n", "4:10", "wrong-shape", "events.0", id="event that is a word"),
    pytest.param("company: pme\n", "4:1", "wrong-shape", "`key: value` lines", id="company that is a word"),
    # corrections
    pytest.param("events:\n- {id: E1, on: 2024-01-01, kind: activity_ceased}\n- {id: E1, on: 2024-01-02, kind: activity_ceased}\n", "6:4", "id-twice", "stands twice", id="event id twice"),
    pytest.param("events:\n- {id: E-01, on: 2024-01-01, kind: activity_ceased}\n- {replaces: E-02, on: 2024-01-02, kind: activity_ceased}\n", "6:4", "unknown-correction", "did you mean `E-01`?", id="replaces what is not there"),
    pytest.param("events:\n- {id: E1, on: 2024-01-01, kind: activity_ceased}\n- {replaces: E1, on: 2024-01-02, kind: activity_ceased}\n- {replaces: E1, on: 2024-01-03, kind: activity_ceased}\n", "7:4", "corrected-twice", "replaced already", id="replaced twice"),
    pytest.param("events:\n- {id: E1, replaces: E1, on: 2024-01-01, kind: activity_ceased}\n", "5:12", "correction-loop", "in a circle", id="replaces itself"),
    pytest.param("events:\n- {on: 2024-01-01, kind: programme_ended}\n- {on: 2024-01-02, kind: programme_ended}\n", "6:3", "ended-twice", "ends twice", id="programme ended twice"),
    pytest.param("events:\n- {on: 2024-01-01, kind: withdrawn}\n", "5:3", "no-field", "`replaces`", id="withdrawal of nothing"),
    # terms of repayment
    pytest.param("convention: {pro_rata: {control: share}}\n", "4:25", "unknown-pro-rata", "possible words: time", id="share of what has no parts"),
    pytest.param("convention: {pro_rata: {jobs: half}}\n", "4:25", "unknown-pro-rata", "time, share", id="unknown pro rata"),
    pytest.param("convention: {pro_rata: {job: share}}\n", "4:25", "unknown-key", "did you mean `jobs`?", id="unknown object"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "at", "code", "said"), BAD)
def test_what_does_not_fit_is_told_with_place_and_cure(
    text: str, at: str, code: str, said: str
) -> None:
    error = refused(HEAD + text)
    assert [fault.code for fault in error.faults] == [code]
    assert error.told(Lang.EN).startswith(f"a.yaml:{at}: ")
    assert said in error.told(Lang.EN)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        pytest.param("- a\n", "not-a-mapping", "pas une liste", id="a list"),
        pytest.param("just a text\n", "not-a-mapping", "pas une liste ou un texte", id="a text"),
        pytest.param("", "empty-file", "vide", id="nothing"),
        pytest.param("id: A\nscheme: contrat-3s\n", "no-signature", "signed_on", id="never signed"),
        pytest.param(
            "id: A\nscheme: contrat-3s\nsigned_on:\n", "no-signature", "ajoutez-le", id="empty day"
        ),
        pytest.param("scheme: contrat-3s\nsigned_on: 2023-03-01\n", "no-id", "`id`", id="no id"),
        pytest.param("id: A\nsigned_on: 2023-03-01\n", "no-scheme", "contrat-3s", id="no scheme"),
        pytest.param(
            "id: A\nscheme: contrat-3\nsigned_on: 2023-03-01\n",
            "unknown-scheme",
            "vouliez-vous dire `contrat-3s` ?",
            id="misspelt scheme",
        ),
    ],
)
def test_a_file_that_is_no_award_is_told_as_such(text: str, code: str, said: str) -> None:
    error = refused(text)
    assert [fault.code for fault in error.faults] == [code]
    assert said in error.told(Lang.FR)


def test_a_circle_of_replacements_is_a_fault_of_each_of_them() -> None:
    text = (
        "events:\n"
        "- {id: E1, replaces: E3, on: 2024-01-01, kind: activity_ceased}\n"
        "- {id: E2, replaces: E1, on: 2024-01-01, kind: activity_ceased}\n"
        "- {id: E3, replaces: E2, on: 2024-01-01, kind: activity_ceased}\n"
    )
    assert {fault.code for fault in refused(HEAD + text).faults} == {"correction-loop"}


@pytest.mark.parametrize(("count", "fits"), [(10_000, True), (10_001, False)])
def test_an_award_has_ten_thousand_events_at_most(count: int, fits: bool) -> None:
    # Written as JSON: it is read faster.
    one = '{"on": "2024-01-01", "kind": "activity_ceased"}'
    text = (
        '{"id": "A", "scheme": "contrat-3s", "signed_on": "2023-03-01", "events": ['
        + ",".join([one] * count)
        + "]}"
    )
    if fits:
        assert len(read(text, "a.json").events) == count
        return
    error = refused(text, "a.json")
    assert [fault.code for fault in error.faults] == ["too-many-events"]
    assert "10001" in error.told(Lang.FR)


def test_every_fault_is_told_at_once_in_the_order_of_the_file() -> None:
    text = (
        "id: A\n"
        "scheme: contrat-3\n"
        "amount: '12'\n"
        "signed_on: 2023-02-29\n"
        "events:\n"
        "- kind: job_cout\n"
        "- kind: activity_ceased\n"
        "company:\n"
        "  size: huge\n"
        "colour: red\n"
    )
    told = refused(text).told(Lang.EN).splitlines()
    assert [line.split(": ")[0] for line in told if line.startswith("a.yaml:")] == [
        f"a.yaml:{place}" for place in ("2:1", "3:1", "4:1", "6:3", "7:3", "9:3", "10:1")
    ]


def test_a_day_without_quotes_around_its_key_is_read() -> None:
    """YAML 1.1 would make the bare key `on` a truth."""
    (event,) = read(HEAD + "events:\n- on: 2024-02-29\n  kind: activity_ceased\n").events
    assert event == Event(0, "activity_ceased", date(2024, 2, 29))


@pytest.mark.parametrize(
    ("stated", "read_as"),
    [
        pytest.param("jobs: 12\njobs_kept: 10", (1200, 1000, 200), id="all and kept"),
        pytest.param("jobs: 12\njobs_created: 2", (1200, 1000, 200), id="all and created"),
        pytest.param("jobs_kept: 10\njobs_created: 2", (1200, 1000, 200), id="the two parts"),
        pytest.param("jobs: 1.5\njobs_kept: 1", (150, 100, 50), id="part-time"),
        pytest.param("jobs: 12\njobs_kept: 10\njobs_created: 2", (1200, 1000, 200), id="agreeing"),
        pytest.param("jobs: 12", (1200, None, None), id="not split"),
        pytest.param("jobs_kept: 10", (None, 1000, None), id="kept alone"),
        pytest.param("jobs_created: 0", (None, None, 0), id="created alone"),
        pytest.param("jobs:", (None, None, None), id="not known"),
    ],
)
def test_two_of_the_three_job_counts_give_the_third(
    stated: str, read_as: tuple[int | None, ...]
) -> None:
    found = read(f"{HEAD}{stated}\n")
    assert (found.jobs, found.jobs_kept, found.jobs_created) == read_as


def test_what_is_not_stated_is_not_known_and_never_zero() -> None:
    found = read(HEAD)
    for value in (found.amount, found.size, found.investments, found.innovation, found.partners):
        assert value is None
    assert read(HEAD + "investments: []\npartners: []\n").investments == ()


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        pytest.param({}, [], id="nothing wrong"),
        pytest.param({"company__siren": "000000026"}, ["other-company"], id="site of another"),
        pytest.param(
            {"company__siren": "000000019", "site__siret": None}, ["checksum"], id="wrong SIREN"
        ),
        pytest.param({"site__siret": "00000001800011"}, ["checksum"], id="wrong SIRET"),
        pytest.param({"company__siren": None}, [], id="no SIREN to compare"),
    ],
)
def test_doubtful_company_numbers_are_warnings(
    changes: dict[str, str | None], codes: list[str]
) -> None:
    warnings = award(**changes).warnings
    assert [each.code for each in warnings] == codes
    assert all(each.place and each.place.line for each in warnings)


def test_the_numbers_offered_as_examples_pass_their_own_check() -> None:
    for fact in (fields.SIREN, fields.PARTNER, fields.SITE["siret"]):
        assert not has_wrong_key(str(fact.example)), fact.name
