"""
What may happen after an award: kinds of events, and what a rule may ask of them.

The kinds are the contract's (section 5). An *attribute* is a question on one
event whose answer is true, false or unknown; the rules narrow what breaks a
duty with attributes, and `awards.attributes` answers them.
"""

from dataclasses import dataclass

from eligibility.facts.catalogue import Fact, FactName, FactType
from eligibility.language import Text

__all__ = ["ATTRIBUTES", "EVENTS", "OBJECTS", "OWN", "PARTIES", "Attribute", "EventKind"]

OWN = "own"
"""In `rnd_performed`: the company itself, in its own establishments."""

PARTIES = (OWN, "partner", "other")
"""Who performs R&D, where no SIREN is given; `partner` = one of the validated plan."""

OBJECTS: dict[str, Text] = {
    "jobs": Text("les emplois aidés", "the aided jobs"),
    "investments": Text("les investissements aidés", "the aided investments"),
    "activity": Text("l'activité sur le site aidé", "the activity on the aided site"),
    "control": Text("le contrôle de l'entreprise", "the control of the company"),
    "establishment": Text("l'établissement soutenu", "the supported establishment"),
    "rnd_location": Text("le lieu de la R&D", "the place of the R&D"),
    "partners": Text("les partenaires et sous-traitants", "the partners and subcontractors"),
    "rnd_staff_proof": Text(
        "la preuve du lieu de travail des salariés", "the proof of where the staff work"
    ),
    "exploitation": Text("l'exploitation des résultats", "the exploitation of the results"),
}
"""What a duty keeps."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question on one event, as a sentence for each answer."""

    name: str
    true: Text
    false: Text


@dataclass(frozen=True, slots=True)
class EventKind:
    """One kind of event: its words, its fields, the questions that rules may ask of it."""

    name: str
    label: Text
    fields: tuple[Fact, ...] = ()
    wanted: tuple[str, ...] = ()  # fields without which the event says nothing
    attributes: tuple[Attribute, ...] = ()


_COMMUNE = r"[0-9][0-9AB][0-9]{3}"
_SIREN = r"[0-9]{9}"


def _field(name: str, kind: FactType, fr: str, en: str, **more: object) -> Fact:
    return Fact(name=FactName(name), type=kind, label=Text(fr, en), **more)  # type: ignore[arg-type]


EVENTS: dict[str, EventKind] = {
    kind.name: kind
    for kind in (
        EventKind(
            "job_count",
            Text("comptage des postes aidés occupés", "count of the aided posts filled"),
            (
                _field(
                    "jobs",
                    FactType.NUMBER,
                    "les postes aidés occupés sur le site",
                    "the aided posts filled on the site",
                    decimals=2,
                    minimum=0,
                    example="12",
                ),
            ),
            ("jobs",),
            (
                Attribute(
                    "below_aided_jobs",
                    Text(
                        "moins de postes occupés que de postes aidés à maintenir",
                        "fewer posts filled than aided posts to keep",
                    ),
                    Text(
                        "autant de postes occupés que de postes aidés à maintenir, ou plus",
                        "as many posts filled as aided posts to keep, or more",
                    ),
                ),
            ),
        ),
        EventKind(
            "investment_disposed",
            Text("sortie d'un investissement aidé", "disposal of an aided investment"),
            (
                _field(
                    "investment",
                    FactType.TEXT,
                    "l'investissement (son `id`)",
                    "the investment (its `id`)",
                ),
            ),
            ("investment",),
        ),
        EventKind("activity_ceased", Text("arrêt de l'activité", "end of the activity")),
        EventKind(
            "establishment_moved",
            Text("déménagement de l'établissement", "move of the establishment"),
            (
                _field(
                    "commune",
                    FactType.CODE,
                    "la commune d'arrivée (code Insee)",
                    "the municipality moved to (INSEE code)",
                    pattern=_COMMUNE,
                    example="31555",
                ),
            ),
            (),
            (
                Attribute(
                    "out_of_region",
                    Text("hors de la région", "out of the region"),
                    Text("à l'intérieur de la région", "inside the region"),
                ),
            ),
        ),
        EventKind(
            "capital_operation",
            Text("opération en capital", "capital operation"),
            (
                _field(
                    "affects_control",
                    FactType.BOOLEAN,
                    "l'effet sur le contrôle",
                    "the effect on control",
                ),
            ),
            (),
            (
                Attribute(
                    "affects_control",
                    Text("qui affecte le contrôle", "that affects control"),
                    Text("sans effet sur le contrôle", "without effect on control"),
                ),
            ),
        ),
        EventKind(
            "rnd_performed",
            Text("réalisation de R&D", "R&D performed"),
            (
                _field(
                    "region",
                    FactType.CODE,
                    "la région où la R&D est faite",
                    "the region where the R&D is done",
                    pattern=r"[a-z][a-z0-9-]*",
                    example="occitanie",
                ),
                _field(
                    "by",
                    FactType.CODE,
                    "qui la fait : own (l'entreprise, chez elle), partner (prévu au plan), "
                    "other, ou un SIREN",
                    "who does it: own (the company, on its premises), partner (of the plan), "
                    "other, or a SIREN",
                    pattern=rf"{'|'.join(PARTIES)}|{_SIREN}",
                    example=OWN,
                ),
            ),
            (),
            (
                Attribute(
                    "own_in_region",
                    Text(
                        "dans un établissement de l'entreprise situé dans la région",
                        "in an establishment of the company in the region",
                    ),
                    Text(
                        "ailleurs que dans un établissement de l'entreprise situé dans la région",
                        "elsewhere than in an establishment of the company in the region",
                    ),
                ),
                Attribute(
                    "at_plan_partner",
                    Text(
                        "chez un partenaire prévu au plan de financement",
                        "at a partner named in the financing plan",
                    ),
                    Text(
                        "ailleurs que chez un partenaire prévu au plan de financement",
                        "elsewhere than at a partner named in the financing plan",
                    ),
                ),
            ),
        ),
        EventKind(
            "partner_used",
            Text("recours à un partenaire ou sous-traitant", "use of a partner or subcontractor"),
            (
                _field(
                    "siren",
                    FactType.CODE,
                    "le SIREN du partenaire",
                    "the SIREN of the partner",
                    pattern=_SIREN,
                    example="000000026",
                ),
            ),
            ("siren",),
            (
                Attribute(
                    "outside_plan",
                    Text("hors du plan de financement validé", "outside the validated plan"),
                    Text("prévu au plan de financement validé", "named in the validated plan"),
                ),
            ),
        ),
        EventKind(
            "rnd_staff_proof",
            Text(
                "justification du lieu de travail des salariés de R&D",
                "proof of where the R&D staff work",
            ),
            (
                _field(
                    "accepted",
                    FactType.BOOLEAN,
                    "l'acceptation de la preuve",
                    "whether the proof is accepted",
                ),
            ),
            (),
            (
                Attribute(
                    "accepted",
                    Text("fournie et acceptée", "given and accepted"),
                    Text("non fournie ou refusée", "not given, or refused"),
                ),
            ),
        ),
        EventKind(
            "exploitation_renounced",
            Text("renonciation à l'exploitation industrielle", "industrial exploitation given up"),
        ),
        EventKind(
            "exploitation_transferred",
            Text("cession de l'exploitation", "transfer of the exploitation"),
            (
                _field("to", FactType.TEXT, "à qui", "to whom"),
                _field(
                    "within_group",
                    FactType.BOOLEAN,
                    "l'appartenance au même groupe",
                    "whether it belongs to the same group",
                ),
            ),
            (),
            (
                Attribute(
                    "within_group",
                    Text("à une société du même groupe", "to a company of the same group"),
                    Text("hors du groupe de l'entreprise", "outside the group of the company"),
                ),
            ),
        ),
        EventKind("programme_ended", Text("fin du programme", "end of the programme")),
        EventKind(
            "checked",
            Text("contrôle sans manquement constaté", "check that found no breach"),
            (
                _field(
                    "objects",
                    FactType.WORDS,
                    "ce qui a été contrôlé",
                    "what was checked",
                    words=tuple(OBJECTS.items()),
                ),
            ),
            ("objects",),
        ),
        EventKind(
            "withdrawn",
            Text("retrait d'un événement enregistré à tort", "withdrawal of an event"),
        ),
    )
}
"""Every kind of event, by its name."""

ATTRIBUTES: dict[str, tuple[str, ...]] = {
    name: tuple(attribute.name for attribute in kind.attributes) for name, kind in EVENTS.items()
}
"""The questions that a rule may ask of each kind."""
