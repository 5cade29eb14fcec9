"""Key logs as browsers and TLS libraries write them: the SSLKEYLOGFILE format (RFC 9850, before that NSS's own).

A line names a secret, the connection by its client random, and the secret: ``LABEL client_random secret``, in hex. The
older line ``RSA`` names the connection by the first 8 bytes of the encrypted premaster secret instead. Labels that are
unknown here are kept. A line that cannot be read is a problem with its number, never an error, and never shown: it may
hold a secret.
"""

from __future__ import annotations

from functools import lru_cache
from sys import intern
from typing import NamedTuple, Self

_RANDOM_LENGTH = 32
_ENCRYPTED_LENGTH = 8
_MASTER_SECRET_LENGTH = 48
_PROBLEMS_KEPT = 100
MASTER_SECRET, RSA = "CLIENT_RANDOM", "RSA"
CLIENT_TRAFFIC_SECRET, SERVER_TRAFFIC_SECRET = "CLIENT_TRAFFIC_SECRET_", "SERVER_TRAFFIC_SECRET_"  # and the generation


class KeyLogProblem(NamedTuple):
    """A line, counted from 1, that was not read, and why."""

    line: int
    reason: str


class KeyLog:
    """The secrets of a key log, by connection.

    ``problems`` are the first hundred, ``problem_count`` counts them all.
    """

    def __init__(self) -> None:
        self._secrets: dict[bytes, dict[tuple[str, bytes], None]] = {}
        self._premaster_secrets: dict[bytes, bytes] = {}
        self.problems: tuple[KeyLogProblem, ...] = ()
        self.problem_count = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a key log; any text has a result."""
        log = cls()
        problems: list[KeyLogProblem] = []
        for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
            if reason := log._read(line):
                log.problem_count += 1
                if len(problems) < _PROBLEMS_KEPT:
                    problems.append(KeyLogProblem(number, reason))
        log.problems = tuple(problems)
        return log

    def secret(self, label: str, client_random: bytes) -> bytes | None:
        """Return the secret of a connection, the first where the log has several."""
        return next(iter(self.secrets(label, client_random)), None)

    def secrets(self, label: str, client_random: bytes) -> tuple[bytes, ...]:
        """Return every secret of that label: a client random that is used again has more than one."""
        return tuple(secret for name, secret in self._secrets.get(client_random, ()) if name == label)

    def premaster_secret(self, encrypted: bytes) -> bytes | None:
        """Return the premaster secret of an ``RSA`` line by the EncryptedPreMasterSecret of the ClientKeyExchange."""
        return self._premaster_secrets.get(encrypted[:_ENCRYPTED_LENGTH])

    def labels(self, client_random: bytes) -> tuple[str, ...]:
        """Return the labels that a connection has, in the order of the log."""
        return tuple(dict.fromkeys(label for label, _ in self._secrets.get(client_random, ())))

    def lines_for(self, client_random: bytes, encrypted: bytes = b"") -> str:
        """Return the lines of one connection, to be kept with it."""
        found = self._secrets.get(client_random, ())
        lines = [f"{label} {client_random.hex()} {secret.hex()}\n" for label, secret in found]
        if premaster := self.premaster_secret(encrypted):
            lines.append(f"{RSA} {encrypted[:_ENCRYPTED_LENGTH].hex()} {premaster.hex()}\n")
        return "".join(lines)

    @property
    def connections(self) -> int:
        """How many client randoms the log knows."""
        return len(self._secrets)

    @property
    def has_premaster_secrets(self) -> bool:
        """Whether it has lines that name a connection by its encrypted premaster secret."""
        return bool(self._premaster_secrets)

    def _read(self, line: str) -> str:
        """Take one line in; return what is wrong with it, or nothing."""
        fields = line.split()
        if not fields or fields[0].startswith("#"):
            return ""
        try:
            label, name, secret = fields[0], bytes.fromhex(fields[1]), bytes.fromhex(fields[2])
        except IndexError:
            return "a line has three fields: label, client random, secret"
        except ValueError:
            return "the second or third field is not hexadecimal"
        fault = _fault(fields, name, secret)
        if not fault and label == RSA:
            self._premaster_secrets[name] = secret
        elif not fault:
            self._secrets.setdefault(name, {})[intern(label), secret] = None
        return fault


@lru_cache(maxsize=2)  # the connections of a capture share one log; reading it for each would cost the square
def joined_key_log(*texts: str) -> KeyLog:
    """Return what several texts hold together; whoever gets it must not change it."""
    return KeyLog.parse("\n".join(texts))


def _fault(fields: list[str], name: bytes, secret: bytes) -> str:
    label = fields[0]
    if len(fields) > 3:  # noqa: PLR2004 - label, random, secret
        return "a line has three fields: label, client random, secret"
    if label == RSA and len(name) != _ENCRYPTED_LENGTH:
        return f"the second field of RSA has {_ENCRYPTED_LENGTH} bytes, not {len(name)}"
    if label != RSA and len(name) != _RANDOM_LENGTH:
        return f"a client random has {_RANDOM_LENGTH} bytes, not {len(name)}"
    if label in {RSA, MASTER_SECRET} and len(secret) != _MASTER_SECRET_LENGTH:
        return f"the secret of {label} has {_MASTER_SECRET_LENGTH} bytes, not {len(secret)}"
    return ""
