"""``tlskit handshake``: make a TLS handshake, one-way or mutual, and say what happened."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import typer

from tlskit.chain import Profile
from tlskit.cli.connecting import Connecting, with_connecting
from tlskit.cli.files import read_input
from tlskit.cli.options import AsJson, At, CaFiles, FailOn, NoDefaultTrust, Timeout, moment, profile_of, severity
from tlskit.cli.page import write_page
from tlskit.cli.progress import Progress
from tlskit.cli.recording import Recording
from tlskit.cli.run import Failed, Form, Judged, Standing, run, status_of
from tlskit.cli.trust import trust_of
from tlskit.core import FrozenValue
from tlskit.errors import ConnectError, UsageError
from tlskit.explain import addresses_document, handshake_answer, handshake_document, handshake_page, unreached_document
from tlskit.net import Target, TargetKind, parse_target

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tlskit.chain import TrustStore
    from tlskit.document import Document
    from tlskit.export import HandshakeJson
    from tlskit.finding import Severity
    from tlskit.handshake import ClientCredentials
    from tlskit.handshake.report import Expectations, HandshakeReport

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
        from tlskit.handshake import default_policy, make_question  # loads OpenSSL

        judging, settings = self.judging, self.connecting.settings_for(target, self.credentials)
        policy = default_policy(target, judging.at, judging.profile)
        return make_question(target, judging.trust, policy, settings, (), judging.client_pool)


_Targets = Annotated[
    list[str], typer.Argument(metavar="HOST...", help="Host, host:port or URL (smtp://host: STARTTLS).")
]
_ClientCa = Annotated[list[str], typer.Option(metavar="FILE", help="CAs that help to say why a server refuses it.")]
_AllAddresses = Annotated[bool, typer.Option("--all-addresses", help="Try every address of the name, a line each.")]
_Profile = Annotated[str, typer.Option(metavar="PROFILE", help="What certificates are held to: rfc5280 or web-pki.")]
_SaveTrace = Annotated[str, typer.Option(metavar="FILE", help="Write what was sent and received, for tlskit trace.")]
_Keylog = Annotated[str, typer.Option(metavar="FILE", help="Write the session's secrets to a new file (mode 0600).")]
_Html = Annotated[str, typer.Option(metavar="FILE", help="Write a page of its own with every byte told to FILE.")]


@app.command()
@with_connecting
def handshake(
    targets: _Targets,
    client_ca: _ClientCa = [],
    all_addresses: _AllAddresses = False,
    ca_file: CaFiles = [],
    no_default_trust: NoDefaultTrust = False,
    profile: _Profile = "",
    at: At = None,
    timeout: Timeout = 10.0,
    save_trace: _SaveTrace = "",
    keylog: _Keylog = "",
    html: _Html = "",
    as_json: AsJson = False,
    fail_on: FailOn = "error",
    *,
    connecting: Connecting,
) -> int:
    """Make a TLS handshake and say who proved what, what was agreed, and why it failed where it did.

    Exit status: 0 clean; 1 a finding at or above --fail-on; 2 wrong usage; 3 could not check; 4 a bug.
    """
    parsed = [parse_target(text, exists=lambda _: False) for text in targets]
    if any(target.kind is not TargetKind.HOST for target in parsed):
        raise UsageError("a handshake is made with a host; files are for `tlskit chain` and `tlskit show`")
    if html and (len(parsed) > 1 or all_addresses):
        raise UsageError("--html tells of one connection: it takes one host, and no --all-addresses")
    held_to = profile_of(profile) or Profile.RFC5280
    judging = Judging(tuple(ca_file), not no_default_trust, tuple(client_ca), held_to, moment(at))
    asked = Request(connecting, judging, severity(fail_on), timeout, all_addresses)
    form = Form(
        "handshake",
        lambda result: handshake_answer(result.report),
        _json,
        _document,
        _unreached,
        as_json=as_json,
        at=judging.at,
        is_silent=html == "-",
    )
    with Recording(save_trace, keylog) as recording:
        return run(parsed, lambda target: _ask(target, asked), form, lambda results: _keep(results, recording, html))


def _ask(target: Target, asked: Request) -> Iterator[Judged[HandshakeReport] | Failed]:
    """Make the handshake with one target, or with each of its addresses."""
    from tlskit.handshake import inspect_all_addresses, inspect_target  # loads OpenSSL

    settings, question = asked.connecting.settings_for(target, asked.credentials), asked.question(target)
    try:
        with Progress(f"waiting for {target.text}"):
            if asked.all_addresses:
                reports = inspect_all_addresses(target, settings, question, asked.timeout)
            else:
                reports = (inspect_target(target, settings, question, asked.timeout),)
    except ConnectError as error:
        yield Failed(target.text, error)
        return
    for report in reports:
        status = status_of(_standing(report), report.worst(), asked.fail_on)
        yield Judged(target.text, status, report, {"address": report.attempt.address})


def _standing(report: HandshakeReport) -> Standing:
    from tlskit.handshake.report import HandshakeVerdict

    if report.verdict is HandshakeVerdict.UNREACHED:
        return Standing.NOTHING
    return Standing.GOOD if report.verdict is HandshakeVerdict.GOOD else Standing.BAD


def _keep(results: Sequence[Judged[HandshakeReport] | Failed], recording: Recording, html: str) -> None:
    """Write what was recorded, and the page."""
    judged = [result for result in results if isinstance(result, Judged)]
    for result in judged:
        recording.take(result.report.attempt)
    if html and judged:
        write_page(handshake_page(judged[0].report), html)


def _json(report: HandshakeReport) -> HandshakeJson:
    from tlskit.export import handshake_json

    return handshake_json(report)


def _document(found: Sequence[Judged[HandshakeReport]]) -> Document:
    reports = [result.report for result in found]
    return addresses_document(found[0].target, reports) if len(reports) > 1 else handshake_document(reports[0])


def _unreached(result: Failed) -> Document:
    return unreached_document(result.target, result.error)
