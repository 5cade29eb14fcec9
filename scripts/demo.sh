#!/usr/bin/env bash
# A short tour on cases of the committed test PKI. Offline; writes into a temporary directory only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cases=testdata/certs
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { printf '\n\033[1m== %s\033[0m\n' "$1"; }
[[ -t 1 && -z ${NO_COLOR:-} ]] || say() { printf '\n== %s\n' "$1"; }

ask() { # ask EXPECTED-STATUS ARGUMENT...: show the command, run it, hold it to its exit status
  local expected=$1 status=0
  shift
  printf '$ tlskit'
  printf ' %q' "$@"
  printf '\n\n'
  tlskit "$@" || status=$?
  printf '\n(exit status %s)\n' "$status"
  [[ $status == "$expected" ]] || { echo "expected exit status $expected" >&2; exit 1; }
}

common() { printf -- '--ca-file %s/%s/roots.pem --no-default-trust --at 2026-06-01' "$cases" "$1"; }

say "1. A good chain"
# shellcheck disable=SC2046 - the options are words
ask 0 chain "$cases/demo-good/chain.pem" --host shop.example $(common demo-good)

say "2. The server forgot its intermediate: works in Chrome, fails in curl. The pool has what is missing"
ask 1 chain "$cases/demo-missing/chain.pem" --host shop.example $(common demo-missing) \
  --pool "$cases/demo-missing/pool.pem" --write-bundle "$work/fullchain.pem"

say "3. The mended bundle, verified again"
ask 0 chain "$work/fullchain.pem" --host shop.example $(common demo-missing)

say "4. Two faults at once: an expired intermediate, and the wrong host name"
ask 1 chain "$cases/demo-expired-and-host/chain.pem" --host store.example $(common demo-expired-and-host)

printf '\nNext: tlskit chain HOST, tlskit explain chain.issuer.missing, tlskit chain --help\n'
