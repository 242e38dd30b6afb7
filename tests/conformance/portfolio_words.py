"""The words of the made-up portfolio: its columns, schemes, trades, and mistakes."""

from collections.abc import Mapping, Sequence

HEADER = (
    "N° dossier",
    "Dispositif",
    "Déposé le",
    "SIREN",
    "Entreprise",
    "Commune (Insee)",
    "Entreprise touristique",
    "Effectif",
    "Chiffre d'affaires",
    "Total du bilan",
    "Capitaux propres",
    "À jour fiscalement",
    "À jour socialement",
    "Procédures en cours",
    "Autodiagnostic réalisé",
    "Module",
    "Axe stratégie",
    "Axe social",
    "Axe écologique",
    "Axe pouvoir",
    "Axe valeur",
    "Eng. empreinte",
    "Eng. énergie",
    "Eng. discriminations",
    "Eng. risques",
    "Eng. travail illégal",
    "Eng. carrières",
    "Volet immobilier",
    "Mesures sols",
    "Mesures environnement",
    "Montant demandé",
    "Dont subvention",
    "Forme de l'aide",
    "Autres aides Région",
    "Avis : stratégique",
    "Avis : fort impact",
    "Avis : structurant",
    "Avis : en difficulté",
    "Commentaire",
)

PASS, AVENIR, TROIS_S, PRET, TOURISME, DIFFICULTE = (
    "Pass transformation écologique",
    "Contrat Entreprise d'avenir",
    "Contrat 3S",
    "Prêt souveraineté industrielle",
    "Pass et Contrats tourisme",
    "Soutien entreprises en difficulté",
)

TRADES = (
    "Atelier",
    "Menuiserie",
    "Fromagerie",
    "Mécanique",
    "Imprimerie",
    "Scierie",
    "Conserverie",
    "Tissage",
    "Logiciels",
    "Chaudronnerie",
)
STAYS = ("Gîtes", "Camping", "Hôtel", "Village vacances")
COMMUNES = ("09122", "11069", "12202", "30189", "31555", "32013", "34172", "46042", "48095")
MEASURES = (
    "isolation des murs",
    "récupération de chaleur",
    "éclairage LED",
    "tri des déchets",
    "véhicules électriques",
    "panneaux solaires",
    "réemploi des eaux",
    "écoconception",
    "chaudière à bois",
)
SOILS = ("sur friche", "surélévation", "parking perméable", "bâtiment existant")
REMARKS = (
    "relancé par courriel",
    "pièces reçues ; à vérifier",
    'dossier dit "urgent"',
    "rendez-vous pris",
    "doublon ?",
)
COURT = (
    "redressement judiciaire",
    "liquidation judiciaire",
    "sauvegarde",
    "prud'hommes",
    "civil",
    "civil et prud'hommes",
)
OTHER_COURT = ("administratif", "fiscal")

AXES = HEADER[16:21]
COMMITMENTS = HEADER[21:27]
ASSESSED: Mapping[str, Sequence[str]] = {
    TROIS_S: ("Avis : stratégique", "Avis : fort impact"),
    PRET: ("Avis : structurant",),
    DIFFICULTE: ("Avis : stratégique", "Avis : en difficulté"),
}

WRONG: Sequence[tuple[str, Sequence[str]]] = (
    ("Déposé le", ("31/02/2023", "45/13/2024", "janvier 2024", "2023")),
    ("Capitaux propres", ("85 OOO", "env. 12 000", "45k", "12.000,00")),
    ("Montant demandé", ("8 000 euros", "1O 000", "dix mille", "9 999,999")),
    ("Dispositif", ("Pass climat", "PTE", "Contrat croissance", "à préciser")),
    ("À jour fiscalement", ("en cours", "?", "N", "à vérifier")),
    ("Effectif", ("12 ETP", "-3", "une dizaine", "7-8")),
    ("SIREN", ("18", "000 000 0X8", "0000000180", "en création")),
    ("Procédures en cours", ("oui", "médiation ?", "RJ", "voir greffe")),
    ("Axe social", ("140", "B", "52 %", "52/100")),
)
"""Columns with what somebody typed there in error."""

BY_SIZE: Sequence[tuple[int, tuple[int, int], Mapping[str, float]]] = (
    (60, (1, 18), {PASS: 80, TOURISME: 10, AVENIR: 6, DIFFICULTE: 3, TROIS_S: 1}),
    (90, (21, 230), {AVENIR: 62, PASS: 6, TOURISME: 9, PRET: 13, DIFFICULTE: 6, TROIS_S: 4}),
    (98, (260, 3800), {AVENIR: 30, TROIS_S: 35, PRET: 30, DIFFICULTE: 5}),
    (100, (5200, 9000), {TROIS_S: 60, PRET: 40}),
)
"""Companies up to that number: their headcount, and what they ask for."""
