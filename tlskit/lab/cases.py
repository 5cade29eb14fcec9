"""The cases of the lab, in the order in which they are listed. Tests and the command line read this."""

from __future__ import annotations

from tlskit.lab.chain_cases import CASES as CHAIN_CASES
from tlskit.lab.client_cases import CASES as CLIENT_CASES
from tlskit.lab.connection_cases import CASES as CONNECTION_CASES

CASES = (*CHAIN_CASES, *CLIENT_CASES, *CONNECTION_CASES)
