"""Tickets, pre-shared keys and early data: RFC 8446 sections 4.2.9 to 4.2.11, RFC 5077, RFC 9149."""

from tlskit.registry import PskKeyExchangeMode
from tlskit.wire.annotated import Annotated
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import Number, Opaque, Rest, Struct, Vector


class SessionTicket(Structure):
    """The ticket that the client presents, or nothing: RFC 5077 section 3.2."""

    ticket: Annotated[bytes, Rest()]


class PskKeyExchangeModes(Structure):
    """RFC 8446 section 4.2.9."""

    ke_modes: Annotated[tuple[PskKeyExchangeMode, ...], Vector(Number(PskKeyExchangeMode), 1, 255)]


class PskIdentity(Structure):
    """RFC 8446 section 4.2.11."""

    identity: Annotated[bytes, Opaque(1, 2**16 - 1)]
    obfuscated_ticket_age: Annotated[int, Number(int, 4)]


class OfferedPsks(Structure):
    """RFC 8446 section 4.2.11."""

    identities: Annotated[tuple[PskIdentity, ...], Vector(Struct(PskIdentity), 7, 2**16 - 1)]
    binders: Annotated[tuple[bytes, ...], Vector(Opaque(32, 255, "PskBinderEntry"), 33, 2**16 - 1)]


class SelectedPsk(Structure):
    """The place of the chosen identity in the client's list: RFC 8446 section 4.2.11."""

    selected_identity: Annotated[int, Number(int, 2)]


class MaxEarlyDataSize(Structure):
    """RFC 8446 section 4.2.10; in drafts before 19 the extension ``ticket_early_data_info``."""

    max_early_data_size: Annotated[int, Number(int, 4)]


class ClientTicketRequest(Structure):
    """RFC 9149 section 3."""

    new_session_count: Annotated[int, Number(int, 1)]
    resumption_count: Annotated[int, Number(int, 1)]


class ServerTicketRequestHint(Structure):
    """RFC 9149 section 3."""

    expected_count: Annotated[int, Number(int, 1)]
