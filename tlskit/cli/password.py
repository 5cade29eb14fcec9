"""Passwords for what is locked in files: from a file, the environment or the terminal; never from the command line.

Nothing here is printed, and no message repeats a password.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tlskit.cli.files import named
from tlskit.errors import InputError, PasswordError, UsageError
from tlskit.x509 import Asn1Kind, Certificate, asn1_kind, trusted_blocks

if TYPE_CHECKING:
    from tlskit.x509 import Item

_MAXIMUM = 4096


class Password:
    """Where a password comes from; asked for on a terminal once, where something needs it and none was given."""

    def __init__(self, *, file: str = "", variable: str = "") -> None:
        """Read the password that is given. Raises UsageError where two are, or the variable is not set."""
        if file and variable:
            raise UsageError("--password-file and --password-env exclude one another")
        self._value = _from_file(file) if file else _from_environment(variable) if variable else None

    @property
    def given(self) -> bytes | None:
        """The password, where one was given."""
        return self._value

    def certificates(self, data: bytes) -> list[Certificate]:
        """Return the certificates in ``data``, also where they stand in a PKCS#12."""
        try:
            return [Certificate(block.der, trust_settings=block.trust_settings) for block in trusted_blocks(data)]
        except InputError:
            if asn1_kind(data) is not Asn1Kind.PKCS12:
                raise
        from tlskit.x509 import CertificateItem

        found = [item.certificate for item in self.open(data, "the PKCS#12") if isinstance(item, CertificateItem)]
        if not found:
            raise InputError("no certificate here; it holds PKCS#12 without certificates")
        return found

    def open(self, data: bytes, name: str) -> tuple[Item, ...]:
        """Return what is in ``data``, asking for a password where one is needed and somebody is there to ask."""
        from tlskit.x509 import (
            PrivateKeyItem,
            read_items,  # PEM certificates need neither
        )

        try:
            items = read_items(data, password=self._value)
        except PasswordError:
            if self._value is not None or not _somebody_is_there():
                raise
        else:
            is_locked = any(isinstance(item, PrivateKeyItem) and item.is_locked for item in items)
            if not is_locked or self._value is not None or not _somebody_is_there():
                return items
        self._value = _ask(name)
        return read_items(data, password=self._value)


def _from_file(path: str) -> bytes:
    """Return the first line; the line end is not part of the password."""
    with named(path), Path(path).open("rb") as stream:
        line = stream.readline(_MAXIMUM + 1)
    if len(line) > _MAXIMUM:
        raise InputError("its first line is longer than a password", path)
    return line.rstrip(b"\r\n")


def _from_environment(name: str) -> bytes:
    value = os.environ.get(name)
    if value is None:
        raise UsageError("--password-env names a variable that is not set")
    return value.encode("utf-8", "surrogateescape")


def _somebody_is_there() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _ask(name: str) -> bytes:
    from tlskit.core import visible

    answer: str = typer.prompt(
        f"Password for {visible(name)}", hide_input=True, err=True, default="", show_default=False
    )
    return answer.encode("utf-8", "surrogateescape")
