"""What the folders of a dossier are called."""

from eligibility.facts import Fact, FactName, FactType
from eligibility.interview import topic
from eligibility.language import Text
from eligibility.rulebook import load_region
from tests.conftest import ROOT


def test_every_folder_of_the_shipped_catalogue_has_a_heading_in_both_languages() -> None:
    for fact in load_region(ROOT / "rules" / "occitanie").catalogue.stated():
        heading = topic(fact)
        assert heading.fr != heading.en, fact.name


def test_a_folder_without_a_heading_is_called_by_its_name() -> None:
    fact = Fact(name=FactName("nowhere.siret"), type=FactType.CODE, label=Text("a", "a"))
    assert topic(fact) == Text("nowhere", "nowhere")
