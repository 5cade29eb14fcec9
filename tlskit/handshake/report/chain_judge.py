"""The server's chain judged by what is asked of it: each chain once, for the handshake and for its report.

A client's certificate goes to nobody before the server has passed, so the chain is judged in the middle of a handshake;
the report needs the same answer again, and with all addresses of a name most send one chain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain import inspect_chain
from tlskit.errors import InputError
from tlskit.finding import Verdict
from tlskit.x509 import Certificate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tlskit.chain import ChainReport
    from tlskit.handshake.report.expectations import Expectations


class ChainJudge:
    """Answers for one question. Safe under threads: two may both judge a chain, and come to one answer."""

    def __init__(self, question: Expectations) -> None:
        self.question = question
        self._reports: dict[tuple[bytes, ...], ChainReport | None] = {}

    def __call__(self, presented: tuple[bytes, ...]) -> bool:
        """Tell whether a server that presents these certificates passes."""
        report = self.report(presented)
        return report is not None and report.verdict is Verdict.TRUSTED

    def report(self, served: Sequence[bytes] | Sequence[Certificate]) -> ChainReport | None:
        """Return the report on what was served, ``None`` where nothing in it is a certificate."""
        key = tuple(item.der if isinstance(item, Certificate) else item for item in served)
        if key not in self._reports:
            self._reports[key] = self._judge(served)
        return self._reports[key]

    def _judge(self, served: Sequence[bytes] | Sequence[Certificate]) -> ChainReport | None:
        question = self.question
        try:
            return inspect_chain(served, trust=question.trust, policy=question.policy, pool=question.pool)
        except InputError:
            return None  # the trace shows what came
