"""
What looks wrong in an award without being an error: warnings, never a status.
"""

from collections.abc import Iterable, Iterator

from eligibility.awards.duties import DatedDuty, Dating
from eligibility.errors import Fault
from eligibility.language import Lang, Text, day, listed

__all__ = ["warnings"]


def warnings(dating: Dating, duties: Iterable[DatedDuty]) -> Iterator[Fault]:
    """A signature after the programme's end."""
    award = dating.award
    end = dating.programme_end.day
    if end is not None and award.signed_on > end:
        clauses = dict.fromkeys(
            each.clause.id for each in duties if each.undertaking.duty.end == "programme.ends_on"
        )
        late = f" ({listed(clauses, Lang.FR)})" if clauses else ""
        yield Fault(
            "signed-after-end",
            None,
            Text(
                f"la convention est signée le {day(award.signed_on, Lang.FR)}, après la fin du "
                f"programme le {day(end, Lang.FR)} : les durées comptées de cette fin courent "
                f"déjà à la signature{late}",
                f"the convention was signed on {day(award.signed_on, Lang.EN)}, after the programme "
                f"ended on {day(end, Lang.EN)}: the lengths counted from that end already run at "
                f"signature{late.replace(' et ', ' and ')}",
            ),
            None,
            "signed_on",
        )
