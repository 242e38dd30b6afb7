"""The service, a worker of it, and a browser; each is started once."""

from collections.abc import Iterator

import pytest

from eligibility.web.service import Service
from tests.conftest import ROOT
from tests.web.asking import Asking
from tests.web.running import SECRET, Running, running

RULES = ROOT / "rules" / "occitanie"


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The service in a process of its own, for every test that needs one."""
    with running(tmp_path_factory.mktemp("service"), "--workers", "2") as found:
        yield found


@pytest.fixture(scope="session")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """A worker in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ELIGIBILITY_CACHE", str(tmp_path_factory.mktemp("cache")))
        return Asking(Service(RULES, SECRET.encode()))
