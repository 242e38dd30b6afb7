"""A worker that has compiled many programs says so."""

import pytest

from eligibility.web import checks
from eligibility.web.service import Service
from tests.web.asking import SCHEME, Asking
from tests.web.conftest import RULES


def test_a_worker_says_when_it_has_compiled_as_much_as_it_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checks, "MAX_PROGRAMS", 2)
    asking = Asking(Service(RULES, b"secret"))
    dossier = {"id": "A", "scheme": SCHEME}
    assert not asking.called("check", dossier).retire
    assert not asking.called("check", dossier).retire
    other = asking.called("check", dossier, reading="SRDEII-A27/equity=zero-is-positive")
    assert (other.status, other.retire) == (200, True)
