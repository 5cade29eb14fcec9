#!/usr/bin/env bash
# Writes testdata/certs/GROUP/CASE/{chain.pem,roots.pem,case.toml}, and pool.pem where a case has a pool.
#
# gen_test_pki.sh             makes all of testdata/certs anew
# gen_test_pki.sh DIRECTORY   makes it there, where nothing may be yet; any case can be copied from there
#
# chain.pem is what the server serves, in served order; roots.pem is the trust store; pool.pem is what
# else is known; case.toml says what is asked and what is expected. Keys are new on every run and live
# in a temporary directory only.
#
# A group has its cases in test_pki/GROUP.sh, written with the building blocks of test_pki/common.sh and
# the certificates of test_pki/shared.sh. What OpenSSL 3.0 cannot make, all of `profile` and `form` with
# it, is made by test_pki/gen_odd.py, which needs Python with `cryptography` (set PYTHON to choose the
# interpreter). A case belongs to the group of the finding that it is about:
#
#   good         nothing is found
#   issuer       no path to a trusted root: missing, untrusted, of another key, a loop
#   served       what the server sent: order, duplicates, strangers, roots and their twins
#   validity     RFC 5280 section 4.1.2.5
#   identity     the name or address that was asked for: RFC 9525
#   signature    altered, weak or unknown signatures
#   key          weak or unknown keys
#   purpose      key usage and extended key usage: RFC 5280 sections 4.2.1.3 and 4.2.1.12
#   constraints  basic constraints and name constraints: RFC 5280 sections 4.2.1.9 and 4.2.1.10
#   policy       certificate policies: RFC 5280 sections 4.2.1.4, 4.2.1.5 and 4.2.1.11
#   extension    extensions as such: unknown and critical, twice, malformed
#   profile      RFC 5280 section 4 breached, each time once reported and once enforced
#   form         what cannot be read, or is made to deceive who reads it
#   demo         for documentation
set -euo pipefail
export LC_ALL=C.UTF-8

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
committed=$scripts/../testdata/certs
target=${1:-$committed}
[[ $# == 0 || ! -e $target ]] || { echo "$target: is there already" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=$work/certs
mkdir "$out" "$work/new"

source "$scripts/test_pki/common.sh"
source "$scripts/test_pki/shared.sh"
for group in good issuer served validity identity signature key purpose constraints policy extension demo; do
  (source "$scripts/test_pki/$group.sh") # helpers of one group are unknown to the others
done
"${PYTHON:-python3}" "$scripts/test_pki/gen_odd.py" "$out"

[[ $# != 0 ]] || rm -rf "$committed"
mkdir -p "$(dirname "$target")"
cp -R "$out" "$target"
echo "$(find "$out" -name case.toml | wc -l) cases" >&2
