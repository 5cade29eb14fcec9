"""The one place where untrusted text becomes showable.

Names in certificates, alerts, HTTP bodies and host names come from whoever made them. A terminal obeys ESC and the
C1 controls, a bidi control reorders what a reader sees, a zero-width character hides a difference, a line feed fakes
a second line of output. ``visible`` replaces every one of them by a printable escape; everything else stays as it is.
Writers of a particular format (HTML, XML, CSV) escape for that format after this.
"""

from __future__ import annotations

import re

# C0, DEL and C1; soft hyphen; Arabic letter mark; Mongolian vowel separator; zero-width and directional marks; line and
# paragraph separators; bidi embeddings, overrides and isolates; invisible operators; byte-order mark; interlinear
# marks; surrogates; tag characters (Unicode UAX 9, UTS 39). Variation selectors alter only a glyph and stay.
_HIDDEN = (
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    r"""Return ``text`` with each control, bidi and invisible character as ``\xNN``, ``\uNNNN`` or ``\UNNNNNNNN``.

    Applying it twice changes nothing more.
    """
    if text.isascii() and text.isprintable():  # nearly always, and before the pattern is even compiled
        return text
    return re.sub(_HIDDEN, _escape, text)


def clipped(text: str, limit: int = 200) -> str:
    """Return ``text`` made visible and cut to ``limit`` characters, saying how long it was."""
    if len(text) <= limit:
        return visible(text)
    return f"{visible(text[:limit])}... ({len(text):,} characters)"


def listed(items: tuple[str, ...] | list[str], limit: int = 20) -> str:
    """Join ``items`` with commas; past ``limit`` say how many there are ("20 of 100,000 shown")."""
    shown = ", ".join(clipped(item) for item in items[:limit])
    if len(items) <= limit:
        return shown
    return f"{shown} ({limit} of {len(items):,} shown)"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= 0xFF:  # noqa: PLR2004 - what two hex digits hold
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - what four hold
