"""The same rules are those of one region in a ledger: recorded from a folder of another name, they are refused."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from eligibility.decisions import decide
from eligibility.errors import LedgerError
from eligibility.language import Lang, Text
from eligibility.ledger import appending
from eligibility.ledger.records import decision_act
from eligibility.ledger.screenings import screening_act
from eligibility.ledger.source import Act
from eligibility.ledger.tables import rulebooks
from eligibility.ledger.verify import verify
from eligibility.replay import Replayer, Verdict
from eligibility.rulebook import Region, in_force, load_region, program
from tests.ledger.making import (
    DECIDED,
    OFFICER,
    RULES,
    counts,
    decided,
    dossier,
    engine,
    now,
    opened,
    screened,
    table_run,
    tampering,
    verified,
)

Made = Callable[[], Act]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rules of Occitanie, in a folder of another name."""
    folder = tmp_path_factory.mktemp("copied") / "bretagne"
    shutil.copytree(RULES, folder)
    return folder


@pytest.fixture(scope="module")
def loaded(copied: Path) -> Region:
    return load_region(copied, cached=False)


@pytest.fixture(params=["decision", "screening"])
def other(request: pytest.FixtureRequest, copied: Path, loaded: Region) -> Act:
    """A decision or a screening under the copied rules."""
    if request.param == "screening":
        run = table_run(rulebooks=(in_force(loaded, date(2023, 2, 1)),))
        return screening_act(run, copied)
    given = dossier(DECIDED[0])
    as_of = given.submitted_on
    assert as_of is not None
    made = program(in_force(loaded, as_of), given.scheme, as_of)
    return decision_act(decide(given, made, as_of=as_of, engine=engine()), copied, OFFICER)


OURS: dict[str, Made] = {"decision": lambda: decided(DECIDED[1]), "screening": screened}
ours = pytest.mark.parametrize("kind_of_act", OURS)


def refusal(where: str, acts: list[Act]) -> LedgerError:
    """The error, where nothing was written."""
    before = counts(where)
    with opened(where, create=False) as book, pytest.raises(LedgerError) as caught:
        book.append(acts, now)
    assert counts(where) == before
    return caught.value


@ours
def test_rules_kept_as_those_of_another_region_are_refused(
    where: str, kind_of_act: str, other: Act
) -> None:
    with opened(where) as book:
        book.append([OURS[kind_of_act]()], now)
    error = refusal(where, [other])
    (fault,) = error.faults
    assert fault.code == "other-region"
    assert fault.message == Text(
        "ces règles sont déjà gardées dans ce registre comme celles de la région `occitanie`",
        "these rules are already kept in this ledger as those of region `occitanie`",
    )
    assert fault.hint is not None
    assert "nommez le dossier des règles `occitanie`, comme avant" in fault.hint[Lang.FR]
    assert "name the folder of the rules `occitanie`, as before" in fault.hint[Lang.EN]
    with opened(where, create=False) as book:
        book.append([OURS[kind_of_act]()], now)
    assert verified(where).passed


@ours
def test_the_first_to_be_recorded_names_the_region(
    where: str, kind_of_act: str, other: Act
) -> None:
    with opened(where) as book:
        book.append([other], now)
    error = refusal(where, [OURS[kind_of_act]()])
    assert "region `bretagne`" in error.told(Lang.EN)
    assert verified(where).passed


@ours
def test_two_regions_of_the_same_rules_in_one_batch_are_refused(
    where: str, kind_of_act: str, other: Act
) -> None:
    with opened(where):
        pass
    assert "occitanie" in refusal(where, [OURS[kind_of_act](), other]).told(Lang.EN)
    assert "bretagne" in refusal(where, [other, OURS[kind_of_act]()]).told(Lang.EN)


def test_other_rules_may_be_those_of_another_region(
    where: str, copied: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "bretagne"
    shutil.copytree(copied, folder)
    with (folder / "facts.yaml").open("a", encoding="utf-8") as file:
        file.write("# of Bretagne\n")
    rules = in_force(load_region(folder, cached=False), date(2023, 2, 1))
    with opened(where) as book:
        book.append([screened(), screening_act(table_run(rulebooks=(rules,)), folder)], now)
        assert len(list(book.digests())) == 2
    assert verified(where).passed


def test_rules_from_a_folder_without_a_name_are_named_as_they_were_given(where: str) -> None:
    with opened(where) as book:
        book.append([screened()], now)
    with tampering(where) as connection:
        connection.execute(sa.update(rulebooks).values(region=""))
    assert "name the folder of the rules `.`, as before" in refusal(where, [screened()]).told(
        Lang.EN
    )


def test_a_ledger_that_holds_such_a_pair_already_is_what_it_was(
    where: str, other: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(where) as book:
        book.append([decided(DECIDED[0])], now)
        with monkeypatch.context() as earlier:
            earlier.setattr(appending, "_refuse_other_regions", lambda *_: None)
            book.append([other], now)
        (before,) = verify(book).flaws
        assert (before.number, "not those of that region" in before.what.en) == (2, True)
        book.append([decided(DECIDED[1])], now)
        assert verify(book).flaws == [before]
        verdicts = {each.number: each.verdict for each in Replayer(book, lambda _: engine()).all()}
    assert verdicts.pop(2, Verdict.DIFFERENT) is Verdict.DIFFERENT
    assert verdicts == {1: Verdict.IDENTICAL, 3: Verdict.IDENTICAL}
    refusal(where, [other])
