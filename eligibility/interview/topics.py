"""
What the folders of a dossier are called.
"""

from eligibility.facts import Fact
from eligibility.language import Text

__all__ = ["topic"]

_TOPICS = {
    "company": Text("L’entreprise", "The company"),
    "self_diagnosis": Text("L’autodiagnostic", "The self-diagnosis"),
    "commitments": Text("Les engagements", "The commitments"),
    "project": Text("Le projet", "The project"),
    "request": Text("La demande", "The request"),
    "assessed": Text("L’appréciation de la Région", "The Region’s assessment"),
}


def topic(fact: Fact) -> Text:
    """The heading that *fact* stands under; the name of its folder where it has none."""
    folder = fact.name.partition(".")[0]
    return _TOPICS.get(folder, Text(folder, folder))
