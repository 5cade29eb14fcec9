"""Where ``tlskit trace`` has its connections from: a file, standard input, or a host that it connects to."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tlskit.cli.connecting import UNASKED
from tlskit.cli.files import read_input
from tlskit.cli.progress import Progress
from tlskit.core import FrozenValue
from tlskit.errors import InputError, ResolveError, UsageError
from tlskit.net import TargetKind, parse_target
from tlskit.trace import KeyLog, Reading, observe, read_capture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.cli.connecting import Connecting
    from tlskit.cli.recording import Recording
    from tlskit.handshake.report import Attempt
    from tlskit.net import Target
    from tlskit.trace import TraceReport, Transcript


class TraceOptions(FrozenValue):
    """How a host is called: the options about it."""

    connecting: Connecting = UNASKED
    ca_files: tuple[str, ...] = ()
    default_trust: bool = True
    timeout: float = 10.0


UNUSED = TraceOptions()
"""No option about a connection was given."""


class Source:
    """The connections of a source, read as they are asked for; each is written to the recording."""

    def __init__(
        self, given: str, options: TraceOptions, key_log: str, recording: Recording, stream: int | None
    ) -> None:
        target = parse_target(given, exists=os.path.isfile)
        self.name = "standard input" if target.kind is TargetKind.STDIN else given
        self.is_live = target.kind is TargetKind.HOST
        self.count = 0
        self._observed: list[TraceReport] = []
        self._recording, self._stream = recording, stream
        if self.is_live:
            if key_log:
                raise UsageError("--keylog is for what was recorded; a connection made now brings its secrets with it")
            self._reading = _call(target, options, self._observed)
        else:
            if options != UNUSED:
                raise UsageError(f"{self.name} is no host: the options that say how to connect have no meaning for it")
            self._reading = read_capture(sys.stdin.buffer if target.kind is TargetKind.STDIN else Path(target.path))
        self._key_log_name, self._is_opened = key_log, False
        log = read_input(key_log, may_be_empty=True) if key_log else b""
        self._key_log = KeyLog.parse(log.decode("utf-8", "replace"))

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be read, as far as it has been met."""
        return (*self._reading.notes, *self._key_log_notes())

    def _key_log_notes(self) -> Iterator[str]:
        """Say what is of no use in the key log, and of what else nothing could be opened."""
        name, log = self._key_log_name, self._key_log
        if not name:
            return
        if log.problems:
            line, reason = log.problems[0]
            more = f", and {log.problem_count - 1} more" if log.problem_count > 1 else ""
            yield f"{name}: line {line} was not read{more}: {reason}"
        if not log.connections and not log.has_premaster_secrets:
            yield f"{name}: holds no secrets"
        elif self.count and not self._is_opened:
            yield f"{name}: holds secrets of other connections only"

    def __iter__(self) -> Iterator[tuple[int, TraceReport]]:
        """Yield the connections that are asked for, with their numbers."""
        try:
            for transcript in self._reading:
                number, self.count = self.count, self.count + 1
                if self._stream in {None, number}:
                    report = self._observed.pop() if self._observed else observe(transcript, self._key_log)
                    self._is_opened = self._is_opened or bool(report.secrets)
                    self._recording.keep(report.transcript.replace(secrets=report.secrets))
                    yield number, report
        except InputError as error:
            raise InputError(error.reason, self.name) from None
        if not self.count:
            raise InputError("; ".join(("no TLS connection in it", *self.notes)), self.name)
        if self._stream is not None and self._stream >= self.count:
            raise UsageError(f"there is no connection {self._stream}: {self.name} has {self.count}, from 0 on")


def _call(target: Target, options: TraceOptions, observed: list[TraceReport]) -> Reading:
    """Return the connections that are made with a host as soon as they are read: one, or two to show resumption.

    What they were seen to be is put into ``observed``: telling why one failed needs it too.
    """
    notes: list[str] = []

    def connections() -> Iterator[Transcript]:
        with Progress(f"waiting for {target.text}"):
            tried = _attempt(target, options)
        for one in filter(None, (tried, tried.second)):
            notes.extend(_faults(one))
            observed.append(one.trace)
            yield one.transcript

    return Reading(connections(), notes)


def _attempt(target: Target, options: TraceOptions) -> Attempt:
    """Connect. A client's certificate goes to nobody who is not trusted, unless that is asked for."""
    from tlskit.handshake import attempt  # loads OpenSSL
    from tlskit.net import Deadline

    credentials = options.connecting.client.load()
    settings = options.connecting.settings_for(target, credentials)
    if credentials is not None:
        from tlskit.cli.trust import trust_of
        from tlskit.handshake import judged, make_question
        from tlskit.handshake.report import ChainJudge

        trust = trust_of(options.ca_files, default_trust=options.default_trust)
        settings = judged(settings, ChainJudge(make_question(target, trust, None, settings, (), ())))
    try:
        return attempt(target, settings, Deadline.after(options.timeout))
    except ResolveError as error:
        if target.text == target.host:
            raise error.with_hint(", nor a file of that name") from None
        raise


def _faults(tried: Attempt) -> Iterator[str]:
    """Say why a connection ended before its end, which the bytes alone need not show."""
    from tlskit.handshake.report import AttemptOutcome  # most sources are files

    if tried.outcome is not AttemptOutcome.COMPLETED:
        from tlskit.handshake.report import failure_findings

        found = failure_findings(tried, tried.trace, None, is_about_client=False)
        yield from (finding.summary for finding in found)
