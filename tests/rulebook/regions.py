"""A small region written into a folder, for tests of the loader."""

from pathlib import Path

FACTS = """
facts:
  company.equity:
    type: amount
    label: {fr: les fonds propres, en: equity}
    question: {fr: Combien ?, en: How much?}
    answered_by: [company]
  company.headcount:
    type: number
    unit: employees
    label: {fr: l'effectif, en: headcount}
    question: {fr: Combien ?, en: How many?}
    answered_by: [company]
  company.ok:
    type: boolean
    label: {fr: la situation, en: position}
    question: {fr: En règle ?, en: In order?}
    says:
      true: {fr: elle est en règle, en: it is in order}
      false: {fr: elle n'est pas en règle, en: it is not in order}
    answered_by: [company]
"""

TEXT = """
text: DEMO-1
title: {fr: Démo, en: Demo}
document: Démo
readings:
  zero:
    title: {fr: Zéro ?, en: Zero?}
    default: {fr: non, en: no}
    alternatives: {counts: {fr: oui, en: yes}}
    ambiguity: "1"
"""

CLAUSES = """
heading: Conditions
clauses:
  - clause: DEMO-1-A
    title: {fr: Fonds propres, en: Equity}
    kind: condition
    stage: eligibility
    cite: {lines: 1-2, quote: "fonds propres positifs de la société"}
    require:
      company.equity: {above: 0 EUR}
    reasons:
      not_met: {fr: "Ils sont de {company.equity}.", en: "It is {company.equity}."}
      unknown: {fr: "Inconnu.", en: "Unknown."}
    remedy: {by: company, fr: Agir., en: Act.}
    alternatives:
      zero/counts:
        require:
          company.equity: {at_least: 0 EUR}
"""

SCHEME = """
scheme: demo
title: {fr: Démo, en: Demo}
summary: {fr: Démo., en: Demo.}
document: Démo
heading: Démo
in_force_from: 2022-11-25
texts: [DEMO-1]
"""


def write_region(
    folder: Path,
    *,
    facts: str = FACTS,
    text: str = TEXT,
    clauses: str = CLAUSES,
    scheme: str = SCHEME,
    day: str = "2022-11-25",
) -> Path:
    """The folder, with the four files in it; a second call with another day adds a version."""
    (folder / "demo" / day).mkdir(parents=True, exist_ok=True)
    (folder / "schemes").mkdir(exist_ok=True)
    (folder / "facts.yaml").write_text(facts, encoding="utf-8")
    (folder / "demo" / day / "text.yaml").write_text(text, encoding="utf-8")
    (folder / "demo" / day / "1.yaml").write_text(clauses, encoding="utf-8")
    (folder / "schemes" / "demo.yaml").write_text(scheme, encoding="utf-8")
    return folder
