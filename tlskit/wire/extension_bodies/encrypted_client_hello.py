"""Encrypted Client Hello: RFC 9849."""

from tlskit.registry import ECHClientHelloType, ExtensionType, HpkeAead, HpkeKdf, HpkeKem
from tlskit.wire.annotated import Annotated
from tlskit.wire.structure import Empty, Structure
from tlskit.wire.syntax import Fixed, Number, Opaque, Rest, Select, Struct, Syntax, Vector, Where, Within

_UNKNOWN = Rest()


class HpkeSymmetricCipherSuite(Structure):
    """RFC 9849 section 4."""

    kdf_id: Annotated[HpkeKdf, Number(HpkeKdf)]
    aead_id: Annotated[HpkeAead, Number(HpkeAead)]


class ECHOuterClientHello(Structure):
    """The case ``outer`` of ECHClientHello, RFC 9849 section 5: the sealed hello and what opens it."""

    cipher_suite: Annotated[HpkeSymmetricCipherSuite, Struct(HpkeSymmetricCipherSuite)]
    config_id: Annotated[int, Number(int, 1)]
    enc: Annotated[bytes, Opaque(0, 2**16 - 1)]
    payload: Annotated[bytes, Opaque(1, 2**16 - 1)]


_CLIENT_HELLOS = {ECHClientHelloType.outer: Struct(ECHOuterClientHello), ECHClientHelloType.inner: Struct(Empty)}


def client_hello(hello_type: ECHClientHelloType, _: Where) -> Syntax:
    """Return the syntax of what the type of hello goes with."""
    return _CLIENT_HELLOS.get(hello_type, _UNKNOWN)


class ECHClientHello(Structure):
    """RFC 9849 section 5."""

    type: Annotated[ECHClientHelloType, Number(ECHClientHelloType)]
    client_hello: Annotated[ECHOuterClientHello | Empty | bytes, Select("type", client_hello)]


class HpkeKeyConfig(Structure):
    """RFC 9849 section 4."""

    config_id: Annotated[int, Number(int, 1)]
    kem_id: Annotated[HpkeKem, Number(HpkeKem)]
    public_key: Annotated[bytes, Opaque(1, 2**16 - 1)]
    cipher_suites: Annotated[
        tuple[HpkeSymmetricCipherSuite, ...], Vector(Struct(HpkeSymmetricCipherSuite), 4, 2**16 - 4)
    ]


class ECHConfigExtension(Structure):
    """RFC 9849 section 4."""

    type: Annotated[int, Number(int, 2)]
    data: Annotated[bytes, Opaque(0, 2**16 - 1)]


class ECHConfigContents(Structure):
    """RFC 9849 section 4."""

    key_config: Annotated[HpkeKeyConfig, Struct(HpkeKeyConfig)]
    maximum_name_length: Annotated[int, Number(int, 1)]
    public_name: Annotated[bytes, Opaque(1, 255)]
    extensions: Annotated[tuple[ECHConfigExtension, ...], Vector(Struct(ECHConfigExtension), 0, 2**16 - 1)]


_ECH_CONFIG_CONTENTS = Struct(ECHConfigContents)


def config_contents(version: int, _: Where) -> Syntax:
    """Return the syntax of a configuration of that version, which is the code point of the extension."""
    return _ECH_CONFIG_CONTENTS if version == ExtensionType.encrypted_client_hello else _UNKNOWN


class ECHConfig(Structure):
    """RFC 9849 section 4."""

    version: Annotated[int, Number(int, 2)]
    contents: Annotated[ECHConfigContents | bytes, Within(Select("version", config_contents), 0, 2**16 - 1)]


class ECHEncryptedExtensions(Structure):
    """RFC 9849 section 5: with what the client shall try again."""

    retry_configs: Annotated[tuple[ECHConfig, ...], Vector(Struct(ECHConfig), 4, 2**16 - 1)]


class ECHHelloRetryRequest(Structure):
    """RFC 9849 section 5."""

    confirmation: Annotated[bytes, Fixed(8)]


class OuterExtensions(Structure):
    """RFC 9849 section 5.1: what the inner hello takes from the outer one."""

    outer_extensions: Annotated[tuple[ExtensionType, ...], Vector(Number(ExtensionType), 2, 254)]
