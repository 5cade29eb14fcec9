"""The transport parameters of QUIC: RFC 9000 section 18, RFC 9001 section 8.2.

They are a sequence without a length of its own, and their numbers are of variable length.
"""

from tlskit.registry import QuicTransportParameter, QuicVersion
from tlskit.wire.annotated import Annotated
from tlskit.wire.quic_syntax import QuicVarint, WithinVarint
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import Fixed, Number, Opaque, Repeated, Rest, Select, Struct, Syntax, Where


class PreferredAddress(Structure):
    """RFC 9000 section 18.2."""

    ipv4_address: Annotated[bytes, Fixed(4)]
    ipv4_port: Annotated[int, Number(int, 2)]
    ipv6_address: Annotated[bytes, Fixed(16)]
    ipv6_port: Annotated[int, Number(int, 2)]
    connection_id: Annotated[bytes, Opaque(1, 2**8 - 1)]
    stateless_reset_token: Annotated[bytes, Fixed(16)]


class VersionInformation(Structure):
    """RFC 9368 section 3."""

    chosen_version: Annotated[QuicVersion, Number(QuicVersion)]
    available_versions: Annotated[tuple[QuicVersion, ...], Repeated(Number(QuicVersion))]


_BYTES = Rest()
_INTEGER = QuicVarint(int)
_INTEGERS = (
    QuicTransportParameter.max_idle_timeout,
    QuicTransportParameter.max_udp_payload_size,
    QuicTransportParameter.initial_max_data,
    QuicTransportParameter.initial_max_stream_data_bidi_local,
    QuicTransportParameter.initial_max_stream_data_bidi_remote,
    QuicTransportParameter.initial_max_stream_data_uni,
    QuicTransportParameter.initial_max_streams_bidi,
    QuicTransportParameter.initial_max_streams_uni,
    QuicTransportParameter.ack_delay_exponent,
    QuicTransportParameter.max_ack_delay,
    QuicTransportParameter.active_connection_id_limit,
    QuicTransportParameter.max_datagram_frame_size,
    QuicTransportParameter.initial_rtt,
)
_VALUES: dict[int, Syntax] = dict.fromkeys(_INTEGERS, _INTEGER) | {
    QuicTransportParameter.stateless_reset_token: Fixed(16),
    QuicTransportParameter.preferred_address: Struct(PreferredAddress),
    QuicTransportParameter.version_information: Struct(VersionInformation),
}


def parameter_value(parameter: QuicTransportParameter, _: Where) -> Syntax:
    """Return the syntax of a parameter's value."""
    return _VALUES.get(parameter, _BYTES)


class TransportParameter(Structure):
    """RFC 9000 section 18."""

    id: Annotated[QuicTransportParameter, QuicVarint(QuicTransportParameter)]
    value: Annotated[int | bytes | Structure, WithinVarint(Select("id", parameter_value))]


class QuicTransportParameters(Structure):
    """RFC 9000 section 18, RFC 9001 section 8.2. Drafts before 27 had another layout under the draft's code point."""

    parameters: Annotated[tuple[TransportParameter, ...], Repeated(Struct(TransportParameter))]
