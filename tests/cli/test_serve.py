"""`serve`: says where it is when it is ready, ends at once, and tells why it cannot begin."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import Run
from tests.web.running import running


def test_it_says_its_address_when_it_is_ready_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with running(tmp_path / "one", "--workers", "2", "--lang", "en") as service:
        assert service.out.read_text("utf-8") == (
            f"Pages and API: {service.url}/ (Ctrl-C to stop)\n"
        )
        assert httpx.get(f"{service.url}/v1/schemes").status_code == 200
        children = service.children()
        assert len(children) >= 2
        begun = time.monotonic()
        service.process.send_signal(signal.SIGINT)
        assert service.process.wait(10) == 0
        assert time.monotonic() - begun < 5
        assert service.err.read_text("utf-8") == ""
        gone(children)


def gone(children: list[int]) -> None:
    """Fails where one of them still runs after ten seconds."""
    until = time.monotonic() + 10
    while left := [child for child in children if runs(child)]:
        assert time.monotonic() < until, left
        time.sleep(0.05)


def runs(child: int) -> bool:
    """Whether it is there, and more than a name that nobody has read the end of."""
    try:
        text = Path(f"/proc/{child}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return text.rpartition(")")[2].split()[0] not in "ZX"


def test_workers_do_not_outlive_a_service_that_was_killed(tmp_path: Path) -> None:
    with running(tmp_path / "one", "--workers", "1") as service:
        children = service.children()
        service.process.kill()
        service.process.wait()
        gone(children)


def test_ctrl_c_of_a_terminal_reaches_every_process_and_none_complains(tmp_path: Path) -> None:
    with running(tmp_path / "one", "--workers", "1") as service:
        children = service.children()
        os.killpg(service.process.pid, signal.SIGINT)
        assert service.process.wait(10) == 0
        assert service.err.read_text("utf-8") == ""
        gone(children)


def refused(done: "subprocess.CompletedProcess[str]", *words: str) -> None:
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_a_port_in_use_is_told(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused(run("serve", "--port", port), f"127.0.0.1:{port}", "--port")


@pytest.mark.parametrize("host", ["no.such.host.invalid", "300.1.1.1", "", "a" * 300, "x y"])
def test_a_host_that_is_none_is_told(run: Run, host: str) -> None:
    refused(run("serve", "--port", "0", "--host", host), "--host", host[:20])


@pytest.mark.parametrize("option", [("--port", "70000"), ("--port", "x"), ("--workers", "0")])
def test_an_option_that_does_not_fit_is_told(run: Run, option: tuple[str, str]) -> None:
    refused(run("serve", *option), option[0])


def test_rules_that_do_not_fit_are_told(run: Run, tmp_path: Path) -> None:
    refused(run("serve", "--port", "0", "--rules", tmp_path), "facts.yaml")
    (tmp_path / "facts.yaml").write_text("facts: [", "utf-8")
    refused(run("serve", "--port", "0", "--rules", tmp_path), "facts.yaml")


def test_it_listens_on_an_ipv6_address(tmp_path: Path) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        with pytest.raises(AssertionError, match="::1"):
            with running(tmp_path / "one", "--host", "::1"):
                pass
        return
    with running(tmp_path / "one", "--host", "::1", "--workers", "1") as service:
        assert service.url.startswith("http://[::1]:")
        assert httpx.get(f"{service.url}/healthz").status_code == 200
