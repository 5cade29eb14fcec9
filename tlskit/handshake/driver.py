"""TLS connections driven to their end and recorded: to a target, twice to show resumption, or to all its addresses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TYPE_CHECKING

from tlskit.errors import ConnectError, UsageError
from tlskit.handshake.connect import open_address, open_connection, unreachable
from tlskit.handshake.context import context_for
from tlskit.handshake.conversation import Conversation
from tlskit.handshake.report.attempt import Attempt, AttemptOutcome, Timings
from tlskit.net import Address, resolve

if TYPE_CHECKING:
    from OpenSSL import SSL

    from tlskit.handshake.connect import OpenedConnection
    from tlskit.handshake.settings import ConnectionSettings
    from tlskit.net import Deadline, Target

AT_ONCE = 32
"""How many addresses are driven at the same time; resolvers seldom return more than a dozen."""


def attempt(target: Target, settings: ConnectionSettings, deadline: Deadline) -> Attempt:
    """Connect to ``target``, make the handshake, say what is to be said, listen, leave; tell all that happened.

    Raises UsageError for settings that cannot be met, and ConnectError where there was no connection to the server at
    all (its class says which step failed).
    """
    settings.check(target)
    context = context_for(settings)
    return _attempt(target, settings, deadline, context, open_connection(target, settings, deadline))


def attempt_all(target: Target, settings: ConnectionSettings, deadline: Deadline) -> tuple[Attempt, ...]:
    """Try every address of the target's name, IPv4 and IPv6, in the resolver's order.

    An address without a connection is a result here as well. Raises UsageError, also with a proxy, which resolves the
    name itself, and ConnectError where the name has no address.
    """
    if settings.proxy is not None:
        raise UsageError("a proxy resolves the name itself: not every address can be reached through it")
    settings.check(target)
    context = context_for(settings)
    started = monotonic()
    addresses = resolve(*settings.endpoint(target), deadline=deadline)
    took = monotonic() - started

    def one(address: Address) -> Attempt:
        try:
            opened = open_address(address, deadline, took)
        except OSError as error:
            return unreachable(target, str(address), Timings(took), error)
        return _attempt(target, settings, deadline, context, opened)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return tuple(pool.map(one, addresses))


def _attempt(
    target: Target, settings: ConnectionSettings, deadline: Deadline, context: SSL.Context, opened: OpenedConnection
) -> Attempt:
    """Make one connection, and a second one to the same address where resumption is to be shown."""
    conversation = Conversation(target, settings, deadline, context, opened)
    first = conversation.run()
    if not settings.resume or first.outcome is not AttemptOutcome.COMPLETED:
        return first
    try:
        if opened.address is None:
            opened = open_connection(target, settings, deadline)
        else:
            opened = open_address(opened.address, deadline, 0.0)
    except (ConnectError, OSError) as error:
        return first.replace(second=unreachable(target, first.address, Timings(), error))
    second = Conversation(target, settings, deadline, context, opened, conversation.session)
    return first.replace(second=second.run())
