#!/usr/bin/env bash
# The tour: servers of the lab on this machine, a chain diagnosed and mended, a client certificate refused and accepted,
# a connection told as a page. Needs no network. What it makes lies in a folder of its own, demo-out by default.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=${1:-demo-out}
rm -rf "$out"
mkdir -p "$out"
lab_dir=$out/lab lab_log=$out/lab.log lab=

finish() { # end the lab, whatever happened, and wait until it is gone
  local status=$?
  trap - EXIT
  if [[ -n $lab ]]; then
    kill "$lab" 2>/dev/null || true
    wait "$lab" || { echo "the lab ended badly: see $lab_log" >&2; status=1; }
  fi
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

fail() { echo "$1" >&2; exit 1; }

bold='' plain=''
[[ -t 1 && -z ${NO_COLOR:-} ]] && bold=$'\033[1m' plain=$'\033[0m'
say() { printf '\n%s%s%s\n\n' "$bold" "== $1" "$plain"; }

ask() { # ask EXPECTED-STATUS ARGUMENT...: show the command, run it, hold it to its exit status
  local expected=$1 status=0 line="$ tlskit" word
  shift
  for word in "$@"; do
    if [[ $word == --* ]] && ((${#line} > 40)); then
      printf '%s \\\n' "$line"
      line="   "
    fi
    line+=" $word"
  done
  printf '%s\n\n' "$line"
  tlskit "$@" || status=$?
  printf '\n(exit status %s)\n' "$status"
  [[ $status == "$expected" ]] || fail "expected exit status $expected"
}

start_lab() { # start_lab CASE...: run the servers and wait until they listen
  local options=() name
  for name in "$@"; do options+=(--case "$name"); done
  tlskit lab --directory "$lab_dir" "${options[@]}" >"$lab_log" &
  lab=$!
  until [[ -s $lab_dir/addresses ]]; do
    kill -0 "$lab" 2>/dev/null || { lab=; fail "the lab did not start"; }
    sleep 0.05
  done
}

server() { # server CASE: where it is served
  local name address
  while read -r name address; do
    if [[ $name == "$1" ]]; then echo "localhost:${address##*:}"; fi
  done <"$lab_dir/addresses"
}

say "Two servers start on 127.0.0.1, with certificates made on the spot"
start_lab missing-intermediate mtls-required-tls13
cat "$lab_dir/addresses"
chain=$(server missing-intermediate) mutual=$(server mtls-required-tls13)
roots=(--ca-file "$lab_dir/roots.pem" --no-default-trust)
client=(--client-cert "$lab_dir/client.pem" --client-key "$lab_dir/client.key")

say "1. An intermediate was forgotten: works in Chrome, fails in curl. Mended"
ask 1 chain "$chain" "${roots[@]}" --profile rfc5280 --pool "$lab_dir/intermediates.pem" --write-bundle "$out/fullchain.pem"

say "2. The bundle that was written, verified"
ask 0 chain "$out/fullchain.pem" --host localhost "${roots[@]}"

say "3. A server wants our certificate: TLS 1.3 refuses us after the handshake"
ask 1 handshake "$mutual" "${roots[@]}"

say "4. With a certificate, which goes only to a server that is trusted"
ask 0 handshake "$mutual" "${roots[@]}" "${client[@]}" --request /

say "5. What the server wrote (tlskit lab --serve does it with your own files)"
grep -E '(accepted|refused)( with|:)' "$lab_log" | fold -s -w 80 | sed "s/ $//"

say "6. The same connection told, every byte of it, as a page"
ask 0 trace "$mutual" "${roots[@]}" "${client[@]}" --html "$out/trace.html"

say "The lab ends"
printf "The page, for a browser: %s\nThe mended bundle:       %s\n" "$out/trace.html" "$out/fullchain.pem"
printf 'Next: tlskit lab, tlskit chain HOST, tlskit handshake HOST, tlskit trace HOST\n'
