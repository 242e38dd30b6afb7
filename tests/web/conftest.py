"""The service, a worker of it, and a browser; each is started once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from eligibility.web.service import Service
from tests.conftest import ROOT
from tests.web.asking import Asking
from tests.web.running import SECRET, Running, running

RULES = ROOT / "rules" / "occitanie"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Window = Callable[..., Page]


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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, for one file of tests: its loop stands in the way of others; skips where it is absent."""
    if not Path(CHROMIUM).is_file():
        pytest.skip("Chromium is not installed: ./scripts/services")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, service: Running) -> Iterator[Window]:
    """Opens windows of people who share nothing; what they fetch is looked at when they close."""
    contexts, asked = [], []

    def opened(**options: Any) -> Page:
        context = chromium.new_context(base_url=service.url, **{"locale": "fr-FR", **options})
        context.set_default_timeout(10_000)
        context.on("request", lambda request: asked.append(request.url))
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        assert context.cookies() == []
        assert context.storage_state()["origins"] == []
        context.close()
    assert all(url.startswith(f"{service.url}/") for url in asked), asked


@pytest.fixture
def page(window: Window) -> Page:
    """A person's browser, as it comes."""
    return window(viewport={"width": 1280, "height": 800})
