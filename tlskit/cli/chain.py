"""``tlskit chain``: fetch or read certificates, ask the engine, show the answer."""

from __future__ import annotations

import os
import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tlskit.chain.inspect import inspect_chain
from tlskit.chain.path.policy import Conformance, Profile, Purpose, ValidationPolicy
from tlskit.chain.path.revocation_status import Revocation
from tlskit.cli.exit_status import ExitStatus, worst
from tlskit.cli.options import moment, profile_of, read_input, severity
from tlskit.cli.password import PASSWORD_ENV, PASSWORD_FILE, Password
from tlskit.cli.progress import Progress
from tlskit.cli.trust import trust_of
from tlskit.core.frozen import FrozenValue
from tlskit.core.text import visible
from tlskit.errors import ConnectError, InputError, ResolveError, UsageError
from tlskit.explain.chain import answer, chain_document
from tlskit.finding.verdict import Verdict
from tlskit.net.target import Target, TargetKind, parse_connect_to, parse_target
from tlskit.registry.oid import ANY_POLICY
from tlskit.x509.file.crls import crl_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from tlskit.chain.path.trust_store import TrustStore
    from tlskit.chain.report import ChainReport
    from tlskit.export.chain import ChainJson
    from tlskit.export.envelope import ResultJson
    from tlskit.finding.severity import Severity

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Crls(FrozenValue):
    """What was said of CRLs; those that are given are used."""

    files: tuple[str, ...]
    required: bool

    @cached_property
    def blocks(self) -> list[bytes]:
        """The CRLs, each as DER."""
        return [block for path in self.files for block in _blocks(path, crl_blocks)]

    @property
    def asked(self) -> Revocation:
        """What they decide."""
        if self.required:
            return Revocation.REQUIRED
        return Revocation.IF_AVAILABLE if self.files else Revocation.OFF


class ChainOptions(FrozenValue):
    """The options of one invocation, read."""

    ca_files: tuple[str, ...]
    default_trust: bool
    pool_files: tuple[str, ...]
    hosts: tuple[str, ...]
    purpose: Purpose | str
    profile: Profile | None
    conformance: Conformance
    at: datetime
    minimum_days: int | None
    fail_on: Severity
    timeout: float
    connect_to: tuple[str, int | None] | None
    server_name: str | None
    policies: tuple[str, ...]
    require_policy: bool
    password: Password
    crls: Crls

    @cached_property
    def trust(self) -> TrustStore:
        """The trust store, loaded once for all targets."""
        return trust_of(self.ca_files, default_trust=self.default_trust)

    @cached_property
    def pool(self) -> list[bytes]:
        """The pool's certificates, each as DER."""
        return [block for path in self.pool_files for block in _certificates(path, self.password)]

    def policy_for(self, target: Target) -> ValidationPolicy:
        """A host is held to what browsers hold it to, and its name is checked; a file only to what is asked."""
        is_host = target.kind is TargetKind.HOST
        identity = self.hosts or ((_identity(target),) if is_host else ())
        return ValidationPolicy(
            at=self.at,
            purpose=self.purpose,
            identity=identity,
            profile=self.profile or (Profile.WEB_PKI if is_host else Profile.RFC5280),
            conformance=self.conformance,
            minimum_days=self.minimum_days,
            initial_policies=self.policies or (ANY_POLICY,),
            require_explicit_policy=self.require_policy,
            revocation=self.crls.asked,
        )


class Answer(FrozenValue):
    """What became of one target."""

    target: str
    status: ExitStatus
    report: ChainReport | None = None
    source: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    kind: str = ""

    def result(self) -> ResultJson[ChainJson]:
        """Return the result as the envelope holds it."""
        from tlskit.export.chain import chain_json
        from tlskit.export.envelope import failed_result, judged_result

        if self.report is None:
            return failed_result(self.target, self.kind, self.problem, exit_status=self.status)
        source = {label.lower(): text for label, text in self.source}
        text, plain = answer(self.report), chain_json(self.report)
        return judged_result(self.target, text, plain, source=source, exit_status=self.status)


@app.command()
def chain(
    targets: list[str] = typer.Argument(..., metavar="TARGET...", help="Host, host:port, URL, file, or - for stdin."),
    ca_file: list[str] = typer.Option([], metavar="FILE", help="Trust the certificates in FILE as well."),
    no_default_trust: bool = typer.Option(False, "--no-default-trust", help="Do not trust certifi's roots."),
    pool: list[str] = typer.Option([], metavar="FILE", help="Certificates that may complete a path."),
    host: list[str] = typer.Option([], metavar="NAME", help="The name, address or mailbox that must match."),
    purpose: str = typer.Option("server", metavar="PURPOSE", help="server, client, any, or the OID of a key purpose."),
    profile: str = typer.Option("", metavar="PROFILE", help="rfc5280 (files) or web-pki (hosts)."),
    strict: bool = typer.Option(False, "--strict", help="A breach of the profile fails, instead of warning."),
    policy: list[str] = typer.Option([], metavar="OID", help="A certificate policy that is acceptable."),
    require_policy: bool = typer.Option(False, "--require-policy", help="Fail where no acceptable policy is valid."),
    crl: list[str] = typer.Option([], metavar="FILE", help="Check revocation against the CRLs in FILE."),
    require_crl: bool = typer.Option(False, "--require-crl", help="Without a CRL that answers there is no verdict."),
    at: str = typer.Option(None, metavar="TIME", help="Judge as of TIME (RFC 3339 or a date; UTC) instead of now."),
    min_days: int = typer.Option(None, metavar="N", min=0, help="Fail where the path has fewer than N days left."),
    password_file: str = PASSWORD_FILE,
    password_env: str = PASSWORD_ENV,
    write_bundle: str = typer.Option("", metavar="FILE", help="Write the mended bundle to FILE."),
    paths: bool = typer.Option(False, "--paths", help="Draw every candidate path with its reason."),
    as_json: bool = typer.Option(False, "--json", help="Write JSON."),
    fail_on: str = typer.Option("error", metavar="SEVERITY", help="Exit 1 from info, notice, warning or error on."),
    timeout: float = typer.Option(10.0, metavar="SECONDS", help="For the whole of one connection."),
    connect_to: str = typer.Option("", metavar="IP[:PORT]", help="Connect there instead of where the name leads."),
    servername: str = typer.Option(None, metavar="NAME", help="Send NAME as SNI; an empty one sends none."),
) -> int:
    """Verify certificate chains: what is wrong, why, and the bundle that mends it.

    Exit status: 0 clean; 1 a finding at or above --fail-on; 2 wrong usage; 3 could not check; 4 a bug.
    """
    if write_bundle and len(targets) > 1:
        raise UsageError("--write-bundle takes one target")
    question = ChainOptions(
        ca_files=tuple(ca_file),
        default_trust=not no_default_trust,
        pool_files=tuple(pool),
        hosts=tuple(host),
        purpose=_purpose(purpose),
        profile=profile_of(profile),
        conformance=Conformance.ENFORCE if strict else Conformance.REPORT,
        at=moment(at),
        minimum_days=min_days,
        fail_on=severity(fail_on),
        timeout=timeout,
        connect_to=parse_connect_to(connect_to) if connect_to else None,
        server_name=servername,
        policies=tuple(policy),
        require_policy=require_policy,
        password=Password(file=password_file, variable=password_env),
        crls=Crls(tuple(crl), require_crl),
    )
    parsed = [parse_target(text, exists=os.path.isfile) for text in targets]
    answers = [_ask(target, question) for target in parsed]
    status = worst(item.status for item in answers)
    if write_bundle:  # before anything is printed: a reader may stop reading, as `| head` does
        _write_bundle(answers[0], write_bundle)
    if as_json:
        _write_json(answers, question.at, status)
    else:
        _write_terminal(answers, every_path=paths)
    return status


def _ask(target: Target, question: ChainOptions) -> Answer:
    """Judge one target; what goes wrong with it leaves the others alone."""
    try:
        served, source = _obtain(target, question)
        report = inspect_chain(
            served,
            trust=question.trust,
            policy=question.policy_for(target),
            pool=question.pool,
            crls=question.crls.blocks,
        )
    except ConnectError as error:
        return Answer(target.text, ExitStatus.NOT_CHECKED, problem=str(error), kind=f"connect.{error.phase}")
    except InputError as error:
        return Answer(target.text, ExitStatus.NOT_CHECKED, problem=str(error), kind="input")
    return Answer(target.text, _status(report, question.fail_on), report, source)


def _obtain(target: Target, question: ChainOptions) -> tuple[Sequence[bytes], tuple[tuple[str, str], ...]]:
    if target.kind is not TargetKind.HOST:
        path = "-" if target.kind is TargetKind.STDIN else target.path
        return _certificates(path, question.password), (("File", "standard input" if path == "-" else path),)
    from tlskit.handshake.served import ANYTHING, served_certificates  # files need no TLS

    settings = ANYTHING.replace(server_name=question.server_name, connect_to=question.connect_to)
    try:
        with Progress(f"waiting for {target.text}"):
            found = served_certificates(target, settings, timeout=question.timeout)
    except ResolveError as error:
        if "." in target.text:
            raise error.with_hint(" (no file of that name exists either)") from None
        raise
    sent = f"SNI {found.server_name}" if found.server_name else "no SNI"
    return found.certificates, (("From", f"{found.peer}, {found.version}, {sent}"),)


def _certificates(path: str, password: Password) -> list[bytes]:
    return _blocks(path, password.certificates)


def _blocks(path: str, parted: Callable[[bytes], list[bytes]]) -> list[bytes]:
    """Return what a file holds; its name stands before what is wrong with it."""
    data = read_input(path)
    try:
        return parted(data)
    except InputError as error:
        raise InputError(str(error), "standard input" if path == "-" else path) from None


def _identity(target: Target) -> str:
    return f"ip:{target.address}" if target.address is not None else f"dns:{target.unicode_host}"


def _purpose(text: str) -> Purpose | str:
    if text.upper() in Purpose.__members__:
        return Purpose[text.upper()]
    if text.count(".") and text.replace(".", "").isdigit():
        return text
    raise UsageError(f"--purpose takes server, client, any or an OID, not {text!r}")


def _status(report: ChainReport, fail_on: Severity) -> ExitStatus:
    worst_found = report.worst()
    found = worst_found is not None and worst_found >= fail_on
    return ExitStatus.FOUND if found or report.verdict is not Verdict.TRUSTED else ExitStatus.CLEAN


def _write_json(answers: Sequence[Answer], at: datetime, status: ExitStatus) -> None:
    from tlskit.export.envelope import envelope
    from tlskit.render.machine import print_json

    print_json(envelope("chain", [item.result() for item in answers], at=at, exit_status=status), sys.stdout)


def _write_terminal(answers: Sequence[Answer], *, every_path: bool) -> None:
    from tlskit.render.terminal import console_for, print_document, print_problem

    console, errors = console_for(sys.stdout), console_for(sys.stderr)
    for number, item in enumerate(answers):
        if number:
            console.print()
        if item.report is None:
            print_problem(item.problem, errors)
        else:
            print_document(chain_document(item.report, every_path=every_path, source=item.source), console)


def _write_bundle(item: Answer, path: str) -> None:
    """Write the bundle where there is one, and say on stderr what was done."""
    bundle = () if item.report is None else item.report.repair.bundle
    if item.report is None or not bundle:
        sys.stderr.write("tlskit: no bundle written: it cannot be made from what was given\n")
        return
    try:
        Path(path).write_text(item.report.repair.to_pem(), encoding="ascii", errors="backslashreplace")
    except OSError as error:
        raise InputError(error.strerror or str(error), path) from None
    sys.stderr.write(f"tlskit: wrote {len(bundle)} certificates to {visible(path)}\n")
