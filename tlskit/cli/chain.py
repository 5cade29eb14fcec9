"""``tlskit chain``: fetch or read certificates, ask the engine, show the answer."""

from __future__ import annotations

import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import typer

from tlskit.chain import Conformance, Profile, Purpose, Revocation, ValidationPolicy, inspect_chain, is_dotted_oid
from tlskit.cli.files import parsed, source_name, write_output
from tlskit.cli.options import (
    AsJson,
    At,
    CaFiles,
    ConnectTo,
    FailOn,
    NoDefaultTrust,
    PasswordEnv,
    PasswordFile,
    Timeout,
    moment,
    profile_of,
    severity,
)
from tlskit.cli.password import Password
from tlskit.cli.progress import Progress
from tlskit.cli.run import Failed, Form, Judged, Standing, run, status_of
from tlskit.cli.trust import trust_of
from tlskit.core import FrozenValue
from tlskit.errors import ConnectError, InputError, ResolveError, UsageError
from tlskit.explain import chain_answer, chain_document
from tlskit.finding import Verdict
from tlskit.net import Target, TargetKind, parse_connect_to, parse_target
from tlskit.registry import ANY_POLICY
from tlskit.x509 import crl_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tlskit.chain import ChainReport, TrustStore
    from tlskit.cli.exit_status import ExitStatus
    from tlskit.core import Plain
    from tlskit.document import Document
    from tlskit.export import ChainJson
    from tlskit.finding import Severity
    from tlskit.x509 import Certificate

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Crls(FrozenValue):
    """What was said of CRLs; those that are given are used."""

    files: tuple[str, ...]
    required: bool

    @cached_property
    def blocks(self) -> list[bytes]:
        """The CRLs, each as DER."""
        return [block for path in self.files for block in parsed(path, crl_blocks)]

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
    lint: bool
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
    def pool(self) -> list[Certificate]:
        """The pool's certificates."""
        return [block for path in self.pool_files for block in parsed(path, self.password.certificates)]

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
            lint=self.lint,
            minimum_days=self.minimum_days,
            initial_policies=self.policies or (ANY_POLICY,),
            require_explicit_policy=self.require_policy,
            revocation=self.crls.asked,
        )


_Targets = Annotated[list[str], typer.Argument(metavar="TARGET...", help="Host, host:port, URL, file, or - for stdin.")]
_Pool = Annotated[list[str], typer.Option(metavar="FILE", help="Certificates that may complete a path.")]
_Host = Annotated[list[str], typer.Option(metavar="NAME", help="The name, address or mailbox that must match.")]
_Purpose = Annotated[str, typer.Option(metavar="PURPOSE", help="server, client, any, or the OID of a key purpose.")]
_Profile = Annotated[str, typer.Option(metavar="PROFILE", help="rfc5280 (files) or web-pki (hosts).")]
_Strict = Annotated[bool, typer.Option("--strict", help="A breach of the profile fails, instead of warning.")]
_Lint = Annotated[bool, typer.Option("--lint", help="Tell what only a CA's linter would say, as notices.")]
_Policy = Annotated[list[str], typer.Option(metavar="OID", help="A certificate policy that is acceptable.")]
_RequirePolicy = Annotated[bool, typer.Option("--require-policy", help="Fail where no acceptable policy is valid.")]
_Crl = Annotated[list[str], typer.Option(metavar="FILE", help="Check revocation against the CRLs in FILE.")]
_RequireCrl = Annotated[bool, typer.Option("--require-crl", help="Without a CRL that answers there is no verdict.")]
_MinDays = Annotated[
    int | None, typer.Option(metavar="N", min=0, help="Fail where the path has fewer than N days left.")
]
_WriteBundle = Annotated[str, typer.Option(metavar="FILE", help="Write the mended bundle to FILE.")]
_Paths = Annotated[bool, typer.Option("--paths", help="Draw every candidate path with its reason.")]
_Servername = Annotated[str | None, typer.Option(metavar="NAME", help="Send NAME as SNI; an empty one sends none.")]


@app.command()
def chain(
    targets: _Targets,
    ca_file: CaFiles = [],
    no_default_trust: NoDefaultTrust = False,
    pool: _Pool = [],
    host: _Host = [],
    purpose: _Purpose = "server",
    profile: _Profile = "",
    strict: _Strict = False,
    lint: _Lint = False,
    policy: _Policy = [],
    require_policy: _RequirePolicy = False,
    crl: _Crl = [],
    require_crl: _RequireCrl = False,
    at: At = None,
    min_days: _MinDays = None,
    password_file: PasswordFile = "",
    password_env: PasswordEnv = "",
    write_bundle: _WriteBundle = "",
    paths: _Paths = False,
    as_json: AsJson = False,
    fail_on: FailOn = "error",
    timeout: Timeout = 10.0,
    connect_to: ConnectTo = "",
    servername: _Servername = None,
) -> int:
    """Verify certificate chains: what is wrong, why, and the bundle that mends it.

    Exit status: 0 clean; 1 a finding at or above --fail-on; 2 wrong usage; 3 could not check; 4 a bug.
    """
    if write_bundle and len(targets) > 1:
        raise UsageError("--write-bundle takes one target")
    options = ChainOptions(
        ca_files=tuple(ca_file),
        default_trust=not no_default_trust,
        pool_files=tuple(pool),
        hosts=tuple(host),
        purpose=_purpose(purpose),
        profile=profile_of(profile),
        conformance=Conformance.ENFORCE if strict else Conformance.REPORT,
        lint=lint,
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
    return _run(targets, options, write_bundle, every_path=paths, as_json=as_json)


def _run(targets: Sequence[str], options: ChainOptions, bundle: str, *, every_path: bool, as_json: bool) -> ExitStatus:
    form = Form(
        "chain",
        lambda result: chain_answer(result.report),
        _json,
        lambda found: _document(found, every_path=every_path),
        as_json=as_json,
        at=options.at,
    )
    return run(
        [parse_target(text, exists=os.path.isfile) for text in targets],
        lambda target: _ask(target, options),
        form,
        lambda results: _write_bundle(results[0], bundle) if bundle else None,
    )


def _ask(target: Target, options: ChainOptions) -> Iterator[Judged[ChainReport] | Failed]:
    """Judge one target."""
    try:
        served, source = _obtain(target, options)
        report = inspect_chain(
            served,
            trust=options.trust,
            policy=options.policy_for(target),
            pool=options.pool,
            crls=options.crls.blocks,
        )
    except (ConnectError, InputError) as error:
        yield Failed(target.text, error)
        return
    standing = Standing.GOOD if report.verdict is Verdict.TRUSTED else Standing.BAD
    yield Judged(target.text, status_of(standing, report.worst(), options.fail_on), report, source)


def _obtain(target: Target, options: ChainOptions) -> tuple[Sequence[bytes] | Sequence[Certificate], dict[str, Plain]]:
    """Return the certificates of a target, and where they are from."""
    if target.kind is not TargetKind.HOST:
        path = "-" if target.kind is TargetKind.STDIN else target.path
        return parsed(path, options.password.certificates), {"file": source_name(path)}
    from tlskit.handshake import ANYTHING, served_certificates  # files need no TLS

    settings = ANYTHING.replace(server_name=options.server_name, connect_to=options.connect_to)
    try:
        with Progress(f"waiting for {target.text}"):
            found = served_certificates(target, settings, timeout=options.timeout)
    except ResolveError as error:
        if "." in target.text:
            raise error.with_hint(" (no file of that name exists either)") from None
        raise
    sent = f"SNI {found.server_name}" if found.server_name else "no SNI"
    return found.certificates, {"from": f"{found.peer}, {found.version}, {sent}"}


def _identity(target: Target) -> str:
    return f"ip:{target.address}" if target.address is not None else f"dns:{target.unicode_host}"


def _purpose(text: str) -> Purpose | str:
    if text.upper() in Purpose.__members__:
        return Purpose[text.upper()]
    if is_dotted_oid(text):
        return text
    raise UsageError(f"--purpose takes server, client, any or an OID, not {text!r}")


def _json(report: ChainReport) -> ChainJson:
    from tlskit.export import chain_json

    return chain_json(report)


def _document(found: Sequence[Judged[ChainReport]], *, every_path: bool) -> Document:
    (result,) = found
    source = [(label.capitalize(), str(text)) for label, text in result.source.items()]
    return chain_document(result.report, every_path=every_path, source=source)


def _write_bundle(result: Judged[ChainReport] | Failed, path: str) -> None:
    """Write the bundle where there is one, and say on stderr what was done."""
    repair = result.report.repair if isinstance(result, Judged) else None
    if repair is None or not repair.bundle:
        sys.stderr.write("tlskit: no bundle written: it cannot be made from what was given\n")
        return
    pem = repair.to_pem().encode("ascii", "backslashreplace")
    write_output(path, pem, f"{len(repair.bundle)} certificates")
