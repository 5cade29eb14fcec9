"""An HTTP answer as evidence: did the server refuse a client's certificate with it?

Some servers let every handshake succeed and refuse in HTTP. What they write then is listed here, by status and by words
of their own (nginx: ngx_http_special_response.c; IIS: its substatus codes 403.7, .13, .16, .17).
"""

from __future__ import annotations

import re
from enum import Enum

from tlskit.core import FrozenValue, clipped

_STATUS_LINE = re.compile(rb"HTTP/1\.[01] (\d{3})(?: ([^\r\n]*))?\r?\n")
_TITLE = re.compile(rb"<title>\s*(.*?)\s*</title>", re.IGNORECASE | re.DOTALL)
_SHOWN = 100  # characters of the server's words
FORBIDDEN = 403
_CLIENT_ERRORS = range(400, 500)


class Complaint(Enum):
    """What an answer says about the client's certificate."""

    NONE = "nothing"
    MISSING = "none was sent"
    REFUSED = "it is not accepted"
    EXPIRED = "it is expired"
    REVOKED = "it is revoked"
    UNTRUSTED = "its issuer is not trusted"
    FORBIDDEN = "access is forbidden"


_COMPLAINTS = (
    (400, rb"No required SSL certificate was sent", Complaint.MISSING),
    (400, rb"The SSL certificate error", Complaint.REFUSED),
    (495, rb"", Complaint.REFUSED),
    (496, rb"", Complaint.MISSING),
    (403, rb"403\.7\b", Complaint.MISSING),
    (403, rb"403\.13\b", Complaint.REVOKED),
    (403, rb"403\.16\b", Complaint.UNTRUSTED),
    (403, rb"403\.17\b", Complaint.EXPIRED),
    (403, rb"", Complaint.FORBIDDEN),
)


class HttpAnswer(FrozenValue):
    """``status`` is the code, ``words`` the page's title or the reason phrase: the server's text, raw."""

    status: int
    words: str
    complaint: Complaint

    def __str__(self) -> str:
        return f'HTTP {self.status} "{clipped(self.words, _SHOWN)}"' if self.words else f"HTTP {self.status}"

    @property
    def is_refusal(self) -> bool:
        """Whether it can be about the client's certificate."""
        return self.complaint is not Complaint.NONE

    @property
    def is_client_error(self) -> bool:
        """Whether it refuses the request, for whatever reason."""
        return self.status in _CLIENT_ERRORS


def http_answer(answer: bytes) -> HttpAnswer | None:
    """Read an answer; ``None`` where it is no HTTP/1."""
    line = _STATUS_LINE.match(answer)
    if line is None:
        return None
    status = int(line[1])
    title = _TITLE.search(answer)
    words = (title[1] if title else line[2] or b"").decode("utf-8", "replace")
    found = (
        complaint for code, said, complaint in _COMPLAINTS if code == status and re.search(said, answer, re.IGNORECASE)
    )
    return HttpAnswer(status, words.removeprefix(f"{status} "), next(found, Complaint.NONE))
