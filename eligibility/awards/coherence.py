"""
What looks wrong in an award without being an error: warnings, never a status.
"""

from collections.abc import Iterable, Iterator

from eligibility.awards.duties import DatedDuty, Dating
from eligibility.awards.record import Record
from eligibility.errors import Fault
from eligibility.language import Lang, Text, day, listed

__all__ = ["warnings"]


def warnings(dating: Dating, record: Record, duties: Iterable[DatedDuty]) -> Iterator[Fault]:
    """A signature after the programme's end; an end before the programme's start."""
    award = dating.award
    end = dating.programme_end.day
    if end is not None and award.signed_on > end:
        late = listed(
            dict.fromkeys(
                each.clause.id
                for each in duties
                if each.undertaking.duty.end == "programme.ends_on"
            ),
            Lang.FR,
        )
        late_en = late.replace(" et ", " and ")
        yield Fault(
            "signed-after-end",
            None,
            Text(
                f"la convention est signée le {day(award.signed_on, Lang.FR)}, après la fin du "
                f"programme le {day(end, Lang.FR)} : les durées comptées de cette fin courent "
                f"déjà à la signature ({late})",
                f"the convention was signed on {day(award.signed_on, Lang.EN)}, after the programme "
                f"ended on {day(end, Lang.EN)}: the lengths counted from that end already run at "
                f"signature ({late_en})",
            ),
            None,
            "signed_on",
        )
    starts, ended = award.programme.starts_on, record.programme_ended
    if starts and ended and ended < starts:
        yield Fault(
            "ended-before-start",
            None,
            Text(
                f"le programme est dit fini le {day(ended, Lang.FR)}, avant son début le "
                f"{day(starts, Lang.FR)}",
                f"the programme is said to have ended on {day(ended, Lang.EN)}, before its start on "
                f"{day(starts, Lang.EN)}",
            ),
            None,
            "events",
        )
