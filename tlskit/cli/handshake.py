"""``tlskit handshake``: make a TLS handshake, one-way or mutual, and say what happened."""

from __future__ import annotations

import sys
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import typer

from tlskit.chain.path.policy import Profile
from tlskit.cli.connecting_options import with_connecting
from tlskit.cli.exit_status import ExitStatus, worst
from tlskit.cli.options import moment, profile_of, read_input, severity
from tlskit.cli.page import write_page
from tlskit.cli.progress import Progress
from tlskit.cli.recording import Recording
from tlskit.cli.trust import trust_of
from tlskit.core.frozen import FrozenValue
from tlskit.errors import ConnectError, UsageError
from tlskit.explain.handshake import answer, handshake_document, handshake_page, unreached_document
from tlskit.explain.handshake_addresses import addresses_document
from tlskit.net.target import Target, TargetKind, parse_target

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tlskit.chain.path.trust_store import TrustStore
    from tlskit.cli.connecting import Connecting
    from tlskit.document.blocks import Document
    from tlskit.export.envelope import ResultJson
    from tlskit.export.handshake import HandshakeJson
    from tlskit.finding.severity import Severity
    from tlskit.handshake.credentials import ClientCredentials
    from tlskit.handshake.report.expectations import Expectations
    from tlskit.handshake.report.report import HandshakeReport

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Judging(FrozenValue):
    """By what the certificates are judged, the server's and ours."""

    ca_files: tuple[str, ...]
    default_trust: bool
    client_ca_files: tuple[str, ...]
    profile: Profile
    at: datetime

    @cached_property
    def trust(self) -> TrustStore:
        """The trust store, loaded once for all targets."""
        return trust_of(self.ca_files, default_trust=self.default_trust)

    @cached_property
    def client_pool(self) -> list[bytes]:
        """What may explain why a client's certificate is refused."""
        return [read_input(path) for path in self.client_ca_files]


class Request(FrozenValue):
    """The options of one invocation, read."""

    connecting: Connecting
    judging: Judging
    fail_on: Severity
    timeout: float
    all_addresses: bool

    @cached_property
    def credentials(self) -> ClientCredentials | None:
        """The client's certificate and key."""
        return self.connecting.client.load()

    def question(self, target: Target) -> Expectations:
        """Return what is asked of one target."""
        from tlskit.handshake.inspect import default_policy, make_question  # loads OpenSSL

        judging, settings = self.judging, self.connecting.settings_for(target, self.credentials)
        policy = default_policy(target, judging.at, judging.profile)
        return make_question(target, judging.trust, policy, settings, (), judging.client_pool)


class Form(NamedTuple):
    """How the answer is written; ``html`` is a file's name."""

    as_json: bool
    html: str


class Answer(FrozenValue):
    """What became of one target, or of one address of it."""

    target: str
    status: ExitStatus
    report: HandshakeReport | None = None
    error: ConnectError | None = None

    @property
    def document(self) -> Document:
        """What is shown of it."""
        if self.report is not None:
            return handshake_document(self.report)
        assert self.error is not None
        return unreached_document(self.target, self.error)

    def result(self) -> ResultJson[HandshakeJson]:
        """Return the result as the envelope holds it."""
        from tlskit.export.envelope import failed_result, judged_result
        from tlskit.export.handshake import handshake_json

        if self.report is None:
            assert self.error is not None
            return failed_result(self.target, f"connect.{self.error.phase}", str(self.error), exit_status=self.status)
        source = {"address": self.report.attempt.address}
        text, plain = answer(self.report), handshake_json(self.report)
        return judged_result(self.target, text, plain, source=source, exit_status=self.status)


@app.command()
@with_connecting
def handshake(
    targets: list[str] = typer.Argument(..., metavar="HOST...", help="Host, host:port or URL (smtp://host: STARTTLS)."),
    client_ca: list[str] = typer.Option([], metavar="FILE", help="CAs that help to say why a server refuses it."),
    all_addresses: bool = typer.Option(False, "--all-addresses", help="Try every address of the name, a line each."),
    ca_file: list[str] = typer.Option([], metavar="FILE", help="Trust the certificates in FILE as well."),
    no_default_trust: bool = typer.Option(False, "--no-default-trust", help="Do not trust certifi's roots."),
    profile: str = typer.Option("", metavar="PROFILE", help="What certificates are held to: rfc5280 or web-pki."),
    at: str = typer.Option(None, metavar="TIME", help="Judge as of TIME (RFC 3339 or a date; UTC) instead of now."),
    timeout: float = typer.Option(10.0, metavar="SECONDS", help="For the whole of one connection."),
    save_trace: str = typer.Option("", metavar="FILE", help="Write what was sent and received, for tlskit trace."),
    keylog: str = typer.Option("", metavar="FILE", help="Write the session's secrets to a new file (mode 0600)."),
    html: str = typer.Option("", metavar="FILE", help="Write a page of its own with every byte told to FILE."),
    as_json: bool = typer.Option(False, "--json", help="Write JSON."),
    fail_on: str = typer.Option("error", metavar="SEVERITY", help="Exit 1 from info, notice, warning or error on."),
    *,
    connecting: Connecting,
) -> int:
    """Make a TLS handshake and say who proved what, what was agreed, and why it failed where it did.

    Exit status: 0 clean; 1 a finding at or above --fail-on; 2 wrong usage; 3 could not check; 4 a bug.
    """
    held_to = profile_of(profile) or Profile.RFC5280
    judging = Judging(tuple(ca_file), not no_default_trust, tuple(client_ca), held_to, moment(at))
    asked = Request(connecting, judging, severity(fail_on), timeout, all_addresses)
    return _run(targets, asked, Recording(save_trace, keylog), Form(as_json, html))


def _run(targets: Sequence[str], asked: Request, recording: Recording, form: Form) -> ExitStatus:
    parsed = [parse_target(text, exists=lambda _: False) for text in targets]
    if any(target.kind is not TargetKind.HOST for target in parsed):
        raise UsageError("a handshake is made with a host; files are for `tlskit chain` and `tlskit show`")
    if form.html and (len(parsed) > 1 or asked.all_addresses):
        raise UsageError("--html tells of one connection: it takes one host, and no --all-addresses")
    with recording:
        asked_of = [(target, _ask(target, asked)) for target in parsed]
        answers = [item for _, items in asked_of for item in items]
        for item in answers:
            if item.report is not None:
                recording.take(item.report.attempt)
    status = worst(item.status for item in answers)
    if form.html and answers[0].report is not None:
        write_page(handshake_page(answers[0].report), form.html)
    if form.as_json:
        _write_json(answers, asked.judging.at, status)
    elif form.html != "-":
        _write_terminal(asked_of)
    return status


def _ask(target: Target, asked: Request) -> list[Answer]:
    """Make the handshake with one target; what goes wrong with it leaves the others alone."""
    from tlskit.handshake.inspect import inspect_all_addresses, inspect_target  # loads OpenSSL

    settings, question = asked.connecting.settings_for(target, asked.credentials), asked.question(target)
    try:
        with Progress(f"waiting for {target.text}"):
            if asked.all_addresses:
                reports = inspect_all_addresses(target, settings, question, asked.timeout)
            else:
                reports = (inspect_target(target, settings, question, asked.timeout),)
    except ConnectError as error:
        return [Answer(target.text, ExitStatus.NOT_CHECKED, error=error)]
    return [Answer(target.text, _status(report, asked.fail_on), report) for report in reports]


def _status(report: HandshakeReport, fail_on: Severity) -> ExitStatus:
    from tlskit.handshake.report.report import HandshakeVerdict

    if report.verdict is HandshakeVerdict.UNREACHED:
        return ExitStatus.NOT_CHECKED
    worst_found = report.worst()
    found = worst_found is not None and worst_found >= fail_on
    return ExitStatus.FOUND if found or report.verdict is not HandshakeVerdict.GOOD else ExitStatus.CLEAN


def _write_json(answers: Sequence[Answer], at: datetime, status: ExitStatus) -> None:
    from tlskit.export.envelope import envelope
    from tlskit.render.machine import print_json

    print_json(envelope("handshake", [item.result() for item in answers], at=at, exit_status=status), sys.stdout)


def _write_terminal(asked_of: Sequence[tuple[Target, Sequence[Answer]]]) -> None:
    from tlskit.render.terminal import console_for, print_document

    console = console_for(sys.stdout)
    for number, (target, answers) in enumerate(asked_of):
        if number:
            console.print()
        reports = [item.report for item in answers if item.report is not None]
        document = addresses_document(target.text, reports) if len(reports) > 1 else answers[0].document
        print_document(document, console)
