"""
What the folders of a dossier are called.
"""

from eligibility.facts import Fact
from eligibility.language import Text

__all__ = ["topic"]

_TOPICS = {
    "applicant": Text("Le demandeur", "The applicant"),
    "company": Text("L’entreprise", "The company"),
    "self_diagnosis": Text("L’autodiagnostic", "The self-diagnosis"),
    "commitments": Text("Les engagements", "The commitments"),
    "project": Text("Le projet", "The project"),
    "request": Text("La demande", "The request"),
    "person": Text("La personne", "The person"),
    "training": Text("La formation", "The training"),
    "research": Text("La recherche", "The research"),
    "tourism_territory": Text("Le territoire touristique", "The tourism territory"),
    "farm": Text("L’exploitation agricole", "The farm"),
    "land": Text("Le foncier et l’immobilier", "Land and buildings"),
    "hiring": Text("Le recrutement", "The hiring"),
    "training_body": Text("L’organisme de formation", "The training body"),
    "site": Text("Le lieu", "The place"),
    "housing": Text("Le logement", "The housing"),
    "works": Text("Les travaux", "The works"),
    "transfer": Text("La transmission-reprise", "The transfer of the company"),
    "supply": Text("Les approvisionnements", "The supplies"),
    "school": Text("Le lycée", "The school"),
    "experiment": Text("L’expérimentation", "The experiment"),
    "support": Text("L’accompagnement", "The support"),
    "curriculum": Text("Le cursus", "The curriculum"),
    "job_discovery": Text("La découverte des métiers", "The discovery of trades"),
    "student": Text("L’étudiant", "The student"),
    "mobility": Text("La mobilité", "The mobility"),
    "work_contract": Text("Le contrat de travail", "The employment contract"),
    "public_owner": Text("Le maître d’ouvrage public", "The public contracting authority"),
    "holiday": Text("Les vacances", "The holidays"),
    "digital_diagnosis": Text("Le diagnostic numérique", "The digital diagnosis"),
    "pedagogy": Text("La pédagogie", "The pedagogy"),
    "initiative": Text("L’initiative", "The initiative itself"),
    "welcome": Text("L’accueil", "The welcome"),
    "student_support": Text("L’aide aux étudiants", "The support of students"),
    "export": Text("L’export", "The export"),
    "childcare": Text("La garde d’enfants", "The childcare"),
    "event": Text("L’évènement", "The event"),
    "discovery_offer": Text("L’offre de découverte", "The discovery offer"),
    "equipment": Text("L’équipement", "The equipment"),
    "association": Text("L’association", "The association"),
    "assessed": Text("L’appréciation de la Région", "The Region’s assessment"),
}


def topic(fact: Fact) -> Text:
    """The heading that *fact* stands under; the name of its folder where it has none."""
    folder = fact.name.partition(".")[0]
    return _TOPICS.get(folder, Text(folder, folder))
