"""What all tests share: where the corpora are, and that nothing is skipped in CI."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.support.program import UNWANTED, Ended, run_program

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


settings.register_profile("unhurried", deadline=None)  # a busy machine fails no test
settings.load_profile("unhurried")

for number, usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(number) == signal.SIG_IGN:  # nohup, or a shell's background: programs would inherit it
        signal.signal(number, usual)


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The directory of third-party data, read in place."""
    given = os.environ.get("TLSKIT_CORPORA")
    if not given:
        pytest.skip("TLSKIT_CORPORA is unset: third-party corpora are not part of the project")
    return Path(given)


@pytest.fixture
def run() -> Callable[..., Ended]:
    """Run the program in a process of its own."""
    return run_program


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """Run the program in this process, where a hundred processes would take too long."""
    for name in UNWANTED:
        monkeypatch.delenv(name, raising=False)

    def calling(*arguments: object) -> Ended:
        from tlskit.cli.app import main

        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        return Ended(left.value.code, *capsys.readouterr())  # type: ignore[arg-type]

    return calling


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test that would skip for want of a tool or a corpus fails, so that a green run has run everything."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report
