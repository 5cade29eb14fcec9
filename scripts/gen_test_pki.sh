#!/usr/bin/env bash
# Writes testdata/certs/<case>/{chain.pem,roots.pem,case.toml}, and pool.pem where a case has a pool.
#
# chain.pem is what the server serves, in served order; roots.pem is the trust store; pool.pem is what
# else is known; case.toml says what is asked and what is expected. Keys are new on every run and live
# in a temporary directory only. What OpenSSL 3.0 cannot make is made by gen_test_pki_odd.py, called at
# the end; it needs Python with `cryptography` (set PYTHON to choose the interpreter).
#
#   root NAME CN [OPTION...]          a self-signed CA
#   ca   NAME ISSUER CN [OPTION...]   a CA certificate signed by ISSUER
#   leaf NAME ISSUER [OPTION...]      an end entity certificate for shop.example
#   emit CASE VERDICT TITLE DRAWING [chain= roots= pool= identity= purpose= at= conformance= findings=]
#
# An OPTION is `field=value`: either one of the fields listed in `issue`, or an extension in OpenSSL's
# own notation, which replaces the default one; an empty value leaves that extension out.
set -euo pipefail
export LC_ALL=C.UTF-8

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=$work/certs
mkdir -p "$out" "$work/new"
: >"$work/index.txt"
echo "unique_subject = no" >"$work/index.txt.attr"
cat >"$work/ca.cnf" <<CONFIG
[req]
distinguished_name = any_name
string_mask = utf8only
[any_name]
[ca]
default_ca = test_ca
[test_ca]
database = $work/index.txt
new_certs_dir = $work/new
serial = $work/serial
policy = any_policy
preserve = yes
email_in_dn = yes
[any_policy]
countryName = optional
organizationName = optional
commonName = optional
CONFIG

# --- building blocks -------------------------------------------------------------------------------

new_key() { # new_key ALGORITHM FILE
  case $1 in
    p256) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$2" ;;
    p384) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out "$2" ;;
    rsa*) openssl genpkey -quiet -algorithm RSA -pkeyopt "rsa_keygen_bits:${1#rsa}" -out "$2" ;;
    dsa)
      [[ -f $work/dsa.parameters ]] || openssl genpkey -quiet -genparam -algorithm DSA \
        -pkeyopt dsa_paramgen_bits:2048 -pkeyopt dsa_paramgen_q_bits:256 -out "$work/dsa.parameters"
      openssl genpkey -quiet -paramfile "$work/dsa.parameters" -out "$2"
      ;;
    *) openssl genpkey -algorithm "$1" -out "$2" ;;
  esac
}

caissuers() { # caissuers "Acme Issuing CA 2" -> ...acme.example/issuing2.cer
  local slug=${1,,}
  slug=${slug/acme /}
  slug=${slug/ ca/}
  echo "caIssuers;URI:http://pki.acme.example/${slug// /}.cer"
}

issue() { # issue NAME ISSUER OPTION...; ISSUER `self` makes it self-signed; the last word on a field wins
  local name=$1 issuer=$2 argument field order=()
  shift 2
  # key: reuse the key of that NAME; algorithm: of a new key; pss: sign with RSA-PSS; v1: no extensions
  local -A subject=() extension=()
  local -A option=([from]='' [to]='' [md]=sha256 [key]='' [algorithm]=p256 [pss]='' [v1]='' [cn]='' [o]='Acme Test PKI')
  for argument; do
    field=${argument%%=*}
    if [[ -v option[$field] ]]; then
      option[$field]=${argument#*=}
    else
      [[ -v extension[$field] ]] || order+=("$field")
      extension[$field]=${argument#*=}
    fi
  done

  if [[ -n ${option[key]} ]]; then
    cp "$work/${option[key]}.key" "$work/$name.key"
  else
    new_key "${option[algorithm]}" "$work/$name.key"
  fi
  echo "${option[cn]}" >"$work/$name.cn"
  echo "[extensions]" >"$work/$name.ext"
  for field in "${order[@]}"; do
    [[ -z ${extension[$field]} ]] || echo "$field = ${extension[$field]}" >>"$work/$name.ext"
  done
  # The section that a directoryName constraint refers to.
  printf '[other_organisation]\nC = XX\nO = Other Test PKI\n' >>"$work/$name.ext"
  sign "$name" "$issuer"
}

sign() { # sign NAME ISSUER; reads the option table of `issue`
  local name=$1 issuer=$2 arguments
  echo "40$(openssl rand -hex 15)" >"$work/serial"
  openssl req -new -utf8 -config "$work/ca.cnf" -key "$work/$name.key" -out "$work/$name.csr" \
    -subj "/C=XX/O=${option[o]}/CN=${option[cn]}"
  arguments=(-batch -notext -config "$work/ca.cnf" -md "${option[md]}" -in "$work/$name.csr" -out "$work/$name.crt"
    -startdate "${option[from]}" -enddate "${option[to]}")
  [[ -n ${option[v1]} ]] || arguments+=(-extfile "$work/$name.ext" -extensions extensions)
  [[ -z ${option[pss]} ]] || arguments+=(-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:-1)
  if [[ $issuer == self ]]; then
    arguments+=(-selfsign -keyfile "$work/$name.key")
  else
    arguments+=(-cert "$work/$issuer.crt" -keyfile "$work/$issuer.key")
  fi
  openssl ca "${arguments[@]}" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
}

authority=(basicConstraints=critical,CA:TRUE keyUsage=critical,keyCertSign,cRLSign subjectKeyIdentifier=hash)
end_entity=(keyUsage=critical,digitalSignature extendedKeyUsage=serverAuth,clientAuth subjectKeyIdentifier=hash
  subjectAltName=DNS:shop.example,DNS:www.shop.example cn=shop.example from=20260101000000Z to=20261231000000Z)

root() { issue "$1" self cn="$2" from=20200101000000Z to=20400101000000Z "${authority[@]}" "${@:3}"; }

ca() {
  issue "$1" "$2" cn="$3" from=20220101000000Z to=20350101000000Z "${authority[@]}" \
    authorityKeyIdentifier=keyid:always authorityInfoAccess="$(caissuers "$(<"$work/$2.cn")")" "${@:4}"
}

leaf() {
  issue "$1" "$2" "${end_entity[@]}" \
    authorityKeyIdentifier=keyid:always authorityInfoAccess="$(caissuers "$(<"$work/$2.cn")")" "${@:3}"
}

pem() { # pem NAME...
  local name
  for name; do
    openssl x509 -in "$work/$name.crt" -noout -subject -nameopt utf8,sep_comma_plus_space,esc_2253,esc_ctrl,sname |
      sed 's/^subject=/# subject: /'
    cat "$work/$name.crt"
  done
}

quoted() { # quoted WORD... -> "a", "b"
  local words
  words=$(printf '"%s", ' "$@")
  [[ $# == 0 ]] || echo "${words%, }"
}

emit() {
  local case=$1 verdict=$2 title=$3 drawing=$4 argument directory=$out/$1
  local -A a=([chain]='leaf issuing2' [roots]=root [pool]='' [at]=2026-06-01T00:00:00Z [identity]=dns:shop.example
    [purpose]=server [conformance]=REPORT [findings]='')
  for argument in "${@:5}"; do
    [[ -v a[${argument%%=*}] ]] || { echo "emit $case: $argument?" >&2; exit 2; }
    a[${argument%%=*}]=${argument#*=}
  done
  [[ ! -e $directory ]] || { echo "emit $case: made twice" >&2; exit 2; }
  mkdir "$directory"
  # The lists are split at spaces on purpose.
  pem ${a[chain]} >"$directory/chain.pem"
  pem ${a[roots]} >"$directory/roots.pem"
  [[ -z ${a[pool]} ]] || pem ${a[pool]} >"$directory/pool.pem"
  cat >"$directory/case.toml" <<TOML
title = "$title"
drawing = """
$drawing
"""
at = ${a[at]}
identity = [$(quoted ${a[identity]})]
purpose = "${a[purpose]}"
conformance = "${a[conformance]}"
verdict = "$verdict"
findings = [$(quoted ${a[findings]})]
TOML
}

I="Acme Issuing CA 2"
P="Acme Policy CA"
R="Acme Root CA (trusted)"

# leaf_case and issuing_case: the ordinary chain of two, with one certificate made differently. The
# options up to `--` go to that certificate, those after it to emit.
variant() { # variant leaf|issuing CASE VERDICT TITLE DRAWING [OPTION...] [-- EMIT...]
  local kind=$1 case=$2 issuer=issuing2 options=()
  local head=("${@:2:4}")
  shift 5
  while [[ $# != 0 && $1 != -- ]]; do
    options+=("$1")
    shift
  done
  [[ $# == 0 ]] || shift
  if [[ $kind == issuing ]]; then
    issuer=issuing-$case
    ca "$issuer" root "$I" "${options[@]}"
    options=()
  fi
  leaf "leaf-$case" "$issuer" "${options[@]}"
  emit "${head[@]}" chain="leaf-$case $issuer" "$@"
}
leaf_case() { variant leaf "$@"; }
issuing_case() { variant issuing "$@"; }

# --- the certificates that many cases share --------------------------------------------------------

root root "Acme Root CA"
ca issuing2 root "$I"
leaf leaf issuing2
leaf second-leaf issuing2 cn=store.example subjectAltName=DNS:store.example
ca policy root "$P"
ca issuing2-by-policy policy "$I"
leaf leaf-by-policy issuing2-by-policy
root other-root "Other Root CA" o="Other Test PKI"
ca other-issuing other-root "Other Issuing CA" o="Other Test PKI"
ca unrelated root "Acme Mail CA"

# --- good chains -----------------------------------------------------------------------------------

good() { leaf_case "$1" TRUSTED "$2" "$3 <- $I <- $R" "${@:4}"; }

emit good-two TRUSTED "A complete chain of two under a trusted root" "shop.example <- $I <- $R"

leaf leaf-direct root
emit good-direct TRUSTED "The root itself signed the server's certificate" "shop.example <- $R" chain=leaf-direct

root six-root "Acme Six Root"
previous=six-root
for step in Gamma Beta Alpha Organisation; do
  ca "six-${step,,}" "$previous" "Acme $step CA"
  previous=six-${step,,}
done
leaf six-leaf six-organisation

six() { # six CASE VERDICT TITLE ABSENT MARK [EMIT...]
  local sent=six-leaf drawing=shop.example step
  for step in Organisation Alpha Beta Gamma; do
    drawing+=" <- Acme $step CA"
    if [[ $step == "$4" ]]; then drawing+=" $5"; else sent+=" six-${step,,}"; fi
  done
  emit "$1" "$2" "$3" "$drawing <- Acme Six Root (trusted)" chain="$sent" roots=six-root "${@:6}"
}
six good-six TRUSTED "A complete chain with four intermediates under a trusted root" none ""
for step in Organisation Alpha Beta Gamma; do
  six "missing-${step,,}" UNTRUSTED "The server did not send Acme $step CA, one of four intermediates" \
    "$step" "[not sent]" findings=chain.issuer.missing
done
six missing-alpha-pooled UNTRUSTED "The server did not send Acme Alpha CA, which is known from elsewhere" \
  Alpha "[not sent] (pool)" pool=six-alpha findings=chain.issuer.missing

algorithm() { # algorithm CASE TITLE ROOT_CN OPTION...: the same options for all three certificates
  root "root-$1" "Acme Root CA" "${@:3}"
  ca "issuing-$1" "root-$1" "$I" "${@:3}"
  leaf "leaf-$1" "issuing-$1" "${@:3}"
  emit "$1" TRUSTED "$2" "shop.example <- $I <- $R" chain="leaf-$1 issuing-$1" roots="root-$1"
}
algorithm good-rsa "RSA keys of 2048 bits and PKCS #1 signatures throughout" algorithm=rsa2048
algorithm good-pss "RSA-PSS signatures throughout" algorithm=rsa2048 pss=yes
algorithm good-ed25519 "Ed25519 throughout" algorithm=ed25519
algorithm good-ed448 "Ed448 throughout" algorithm=ed448
algorithm good-p384 "P-384 keys and SHA-384 throughout" algorithm=p384 md=sha384

good good-wildcard "A wildcard name covers the host" "*.shop.example" cn='*.shop.example' \
  subjectAltName='DNS:*.shop.example' -- identity=dns:www.shop.example
good good-ip "The address is among the certificate's IP addresses" "2001:db8::7" cn=2001:db8::7 \
  subjectAltName=IP:192.0.2.7,IP:2001:db8::7 -- identity=ip:2001:db8::7
good good-idn "An internationalised host name matches its A-label" "xn--bcher-kva.example" cn=xn--bcher-kva.example \
  subjectAltName=DNS:xn--bcher-kva.example -- identity=dns:bücher.example
good good-email "A mail address identifies a client" "alice@shop.example" cn=Alice extendedKeyUsage=emailProtection,clientAuth \
  subjectAltName=email:alice@shop.example -- identity=email:alice@shop.example purpose=client
good good-client "A client certificate, asked for no name" "shop.example" extendedKeyUsage=clientAuth \
  -- identity= purpose=client
issuing_case good-name-constraints TRUSTED "The issuing CA may only name hosts in example, and does" \
  "shop.example <- $I (only example, not evil.example) <- $R" \
  "nameConstraints=critical,permitted;DNS:example,excluded;DNS:evil.example"

ca rollover-old root "$I" basicConstraints=critical,CA:TRUE,pathlen:0
ca rollover-new rollover-old "$I" basicConstraints=critical,CA:TRUE,pathlen:0 from=20250101000000Z
leaf rollover-leaf rollover-new
emit good-self-issued-rollover TRUSTED "A self-issued key rollover certificate does not count towards the path length" \
  "shop.example <- $I (new key) <- $I (old key, path length 0) <- $R" chain="rollover-leaf rollover-new rollover-old"

root old-root "Acme Old Root"
root new-root "Acme New Root" from=20240101000000Z
ca new-root-by-old old-root "Acme New Root" key=new-root from=20240101000000Z
ca new-issuing new-root "$I" from=20240601000000Z
leaf new-leaf new-issuing
emit good-cross-sign TRUSTED "A new root, not trusted yet, reaches an old one by the cross-sign that was sent" \
  "shop.example <- $I <- Acme New Root (cross-sign) <- Acme Old Root (trusted)" \
  chain="new-leaf new-issuing new-root-by-old" roots=old-root

for n in 1 2 3; do ca "decoy$n" root "$I"; done
emit good-decoys TRUSTED "Three CAs of the same name, with other keys, were sent before the right one" \
  "shop.example <- $I <- $R
$I (another key), sent three times with three keys" chain="leaf decoy1 decoy2 decoy3 issuing2" findings=chain.served.unrelated

issue self-signed self "${end_entity[@]}" basicConstraints=critical,CA:FALSE
emit good-leaf-as-anchor TRUSTED "A self-signed certificate that is itself in the trust store" \
  "shop.example (trusted)" chain=self-signed roots=self-signed

# --- time ------------------------------------------------------------------------------------------

expired=chain.validity.expired
leaf_case expired-leaf UNTRUSTED "The server's own certificate has expired" \
  "shop.example [expired 2026-05-01] <- $I <- $R" to=20260501000000Z -- findings=$expired
issuing_case expired-intermediate UNTRUSTED "The intermediate certificate has expired" \
  "shop.example <- $I [expired 2026-05-01] <- $R" to=20260501000000Z -- findings=$expired
issuing_case expired-intermediate-and-wrong-host UNTRUSTED "The intermediate has expired and the host name is another one" \
  "shop.example [asked for store.example] <- $I [expired 2026-05-01] <- $R" to=20260501000000Z \
  -- identity=dns:store.example findings="$expired chain.identity.mismatch"
leaf_case not-yet-valid-leaf UNTRUSTED "The server's certificate is not valid yet" \
  "shop.example [valid from 2026-07-01] <- $I <- $R" from=20260701000000Z -- findings=chain.validity.not_yet_valid
good year-9999 "A certificate that has no well-defined expiry date: the year 9999" "shop.example (until 9999)" to=99991231235959Z

dated_root() { # dated_root CASE VERDICT TITLE MARK FROM TO [EMIT...]
  root "root-$1" "Acme Root CA" from="$5" to="$6"
  ca "issuing-$1" "root-$1" "$I"
  leaf "leaf-$1" "issuing-$1"
  emit "$1" "$2" "$3" "shop.example <- $I <- $R $4" chain="leaf-$1 issuing-$1" roots="root-$1" "${@:7}"
}
dated_root expired-root UNTRUSTED "The trusted root itself has expired" "[expired 2026-05-01]" \
  20200101000000Z 20260501000000Z findings=$expired
dated_root utctime-50 TRUSTED "A root valid since 1950: UTCTime counts the years from 50 as 19xx" "(since 1950)" \
  500101000000Z 20400101000000Z

# --- issuers ---------------------------------------------------------------------------------------

emit missing-intermediate UNTRUSTED "The server sent its own certificate only" \
  "shop.example <- $I [not sent] <- $R" chain=leaf findings=chain.issuer.missing
emit missing-intermediate-pooled UNTRUSTED "The server sent its own certificate only; the missing one is known" \
  "shop.example <- $I [not sent] (pool) <- $R" chain=leaf pool="other-issuing issuing2 unrelated" findings=chain.issuer.missing
emit missing-two-pooled UNTRUSTED "The server left out two intermediates; both are known" \
  "shop.example <- $I [not sent] (pool) <- $P [not sent] (pool) <- $R" chain=leaf-by-policy \
  pool="policy issuing2-by-policy" findings=chain.issuer.missing
emit untrusted-root UNTRUSTED "The chain is whole, but its root is not in the trust store" \
  "shop.example <- $I <- Acme Root CA [not trusted]
Other Root CA (trusted)" chain="leaf issuing2 root" roots=other-root findings=chain.issuer.untrusted_root
emit untrusted-root-not-sent UNTRUSTED "The chain leads to a root that is neither trusted nor sent" \
  "shop.example <- $I <- Acme Root CA [not trusted] (not sent)
Other Root CA (trusted)" roots=other-root findings=chain.issuer.missing
emit self-signed-leaf UNTRUSTED "The server's certificate is signed by itself" \
  "shop.example <- shop.example [self-signed]
$R" chain=self-signed findings=chain.issuer.self_signed
emit wrong-issuer-key UNTRUSTED "The sent intermediate has the right name, but another key" \
  "shop.example <- $I [another key] <- $R" chain="leaf decoy1" findings=chain.issuer.wrong_key

root look-alike-root "Acme Root CA"
emit same-name-root-other-key UNTRUSTED "The trusted root has the right name, but another key" \
  "shop.example <- $I <- $R [another key]" roots=look-alike-root findings=chain.issuer.wrong_key

root loop-start "Acme Chicken CA"
ca egg loop-start "Acme Egg CA"
ca chicken egg "Acme Chicken CA" key=loop-start
leaf loop-leaf chicken
emit loop UNTRUSTED "Two CAs certify one another, and no root certifies either" \
  "shop.example <- Acme Chicken CA <- Acme Egg CA <- Acme Chicken CA [loop]
$R" chain="loop-leaf chicken egg" findings=chain.issuer.loop

# --- what was served, and in which order -----------------------------------------------------------

served() { emit "$1" TRUSTED "$2" "$3" chain="$4" findings="$5" "${@:6}"; }
served wrong-order "The certificates were sent in the wrong order" "shop.example <- $I [sent third] <- $P [sent second] <- $R" \
  "leaf-by-policy policy issuing2-by-policy" chain.served.out_of_order
served duplicate-sent "The intermediate was sent twice" "shop.example <- $I [sent twice] <- $R" \
  "leaf issuing2 issuing2" chain.served.duplicate
served unrelated-sent "A CA of another PKI was sent as well" "shop.example <- $I <- $R
Other Issuing CA [unrelated]" "leaf other-issuing issuing2" chain.served.unrelated
served root-sent "The root was sent, which helps nobody" "shop.example <- $I <- Acme Root CA (trusted) [sent]" \
  "leaf issuing2 root" chain.served.root_sent
served second-leaf-sent "The certificate of another server was sent as well" "shop.example <- $I <- $R
store.example [another end entity] <- $I" "leaf second-leaf issuing2" chain.served.another_end_entity
emit reversed-file UNTRUSTED "The file is upside down: the server's own certificate comes last" \
  "shop.example [sent last] <- $I [sent first] <- $R" chain="issuing2 leaf" findings="chain.identity.no_subject_alt_name chain.served.end_entity_not_first"

# Let's Encrypt's Generation Y in small: a root that no store holds, as a self-signed certificate and as
# two cross-signs by a trusted one.
root x1 "Acme X1"
root gen-y "Acme Gen Y Root" from=20250903000000Z
ca gen-y-older x1 "Acme Gen Y Root" key=gen-y from=20250903000000Z
ca gen-y-newer x1 "Acme Gen Y Root" key=gen-y from=20260513000000Z
ca yr1 gen-y "Acme YR1" from=20250903000000Z

generation_y() { # generation_y CASE VERDICT TITLE DRAWING SERVED POOL FINDINGS
  emit "$1" "$2" "$3" "Acme YR1 <- $4" chain="yr1 $5" pool="$6" findings="$7" roots=x1 identity= purpose=any
}
Y="Acme Gen Y Root"
X="Acme X1 (trusted)"
twin=chain.served.self_signed_twin
generation_y gen-y-nothing UNTRUSTED "A new root was not sent; its cross-sign by a trusted root is known" \
  "$Y by X1 [not sent] (pool) <- $X" "" "gen-y gen-y-newer" chain.issuer.missing
generation_y gen-y-cross TRUSTED "The cross-sign of the new root was sent" \
  "$Y by X1 <- $X" gen-y-newer "gen-y gen-y-newer" ""
generation_y twin-sent UNTRUSTED "The self-signed twin of a cross-signed root was sent, which no store holds" \
  "$Y, self-signed [no store has it]
Acme YR1 <- $Y by X1 (not sent) (pool) <- $X" gen-y "gen-y gen-y-newer" "chain.issuer.missing $twin"
generation_y gen-y-twin-then-cross TRUSTED "The self-signed twin was sent before the cross-sign" \
  "$Y by X1 <- $X
Acme YR1 <- $Y, self-signed [sent first]" "gen-y gen-y-newer" "gen-y gen-y-newer" $twin
generation_y gen-y-cross-then-twin TRUSTED "The self-signed twin was sent after the cross-sign" \
  "$Y by X1 <- $X
Acme YR1 <- $Y, self-signed [sent last]" "gen-y-newer gen-y" "gen-y gen-y-newer" $twin
generation_y gen-y-older-cross TRUSTED "An older cross-sign was sent; a newer one of the same name and key is known" \
  "$Y by X1 of 2025 [older] <- $X
Acme YR1 <- $Y by X1 of 2026 (pool) <- $X" gen-y-older "gen-y gen-y-newer" chain.served.newer_twin

# --- what a certificate may be used for ------------------------------------------------------------

issuing_fault() { issuing_case "$1" "${verdict:-UNTRUSTED}" "$2" "shop.example <- $I [$3] <- $R" "${@:5}" -- findings="$4"; }
leaf_fault() { leaf_case "$1" "${verdict:-UNTRUSTED}" "$2" "shop.example [$3] <- $I <- $R" "${@:5}" -- findings="$4"; }

issuing_fault not-a-ca "The issuer is no CA" "not a CA" "chain.basic_constraints.not_a_ca chain.rfc5280.extension_missing" \
  basicConstraints=critical,CA:FALSE keyUsage=
issuing_fault no-cert-sign "The issuer's key may not sign certificates" "may sign CRLs only" \
  chain.key_usage.no_cert_sign keyUsage=critical,cRLSign
issuing_fault wrong-eku-intermediate "The issuing CA is limited to client certificates" "clients only" \
  chain.extended_key_usage.purpose_not_allowed extendedKeyUsage=clientAuth
issuing_fault unknown-critical-intermediate "The issuing CA has a critical extension that nobody knows" \
  "unknown critical extension" chain.extension.unknown_critical 1.3.6.1.4.1.32473.1=critical,DER:0500
leaf_fault unknown-critical-leaf "The server's certificate has a critical extension that nobody knows" \
  "unknown critical extension" chain.extension.unknown_critical 1.3.6.1.4.1.32473.1=critical,DER:0500
leaf_fault wrong-eku-leaf "A client certificate is used by a server" "clients only" \
  chain.extended_key_usage.purpose_not_allowed extendedKeyUsage=clientAuth
leaf_fault malformed-extension "The bytes of an extension are no such extension" "unreadable basicConstraints" \
  chain.extension.malformed basicConstraints=critical,DER:deadbeef

ca v1 root "$I" v1=yes
leaf leaf-v1 v1 authorityKeyIdentifier=
emit v1-issuer UNTRUSTED "The issuer is an X.509 version 1 certificate, which cannot say that it is a CA" \
  "shop.example <- $I [version 1] <- $R" chain="leaf-v1 v1" findings="chain.basic_constraints.not_a_ca chain.rfc5280.value"

ca policy-short root "$P" basicConstraints=critical,CA:TRUE,pathlen:0
ca issuing2-too-deep policy-short "$I"
leaf leaf-too-deep issuing2-too-deep
emit path-length-exceeded UNTRUSTED "A CA that may have no CA below it has one" \
  "shop.example <- $I [one too many] <- $P (path length 0) <- $R" \
  chain="leaf-too-deep issuing2-too-deep policy-short" findings=chain.basic_constraints.path_length_exceeded

# --- names -----------------------------------------------------------------------------------------

mismatch=chain.identity.mismatch
emit wrong-host UNTRUSTED "The certificate is for another host" "shop.example [asked for store.example] <- $I <- $R" \
  identity=dns:store.example findings=$mismatch
leaf_fault no-san "The host name stands in the common name only" "no subjectAltName" chain.identity.no_subject_alt_name subjectAltName=
leaf_case wildcard-two-labels UNTRUSTED "A wildcard stands for one label, not for two" \
  "*.example [asked for a.b.example] <- $I <- $R" cn='*.example' subjectAltName='DNS:*.example' -- identity=dns:a.b.example findings=$mismatch
leaf_case ip-in-dns UNTRUSTED "The address is written as a DNS name, which is none" \
  "192.0.2.7 [as a DNS name] <- $I <- $R" cn=192.0.2.7 subjectAltName=DNS:192.0.2.7 -- identity=ip:192.0.2.7 findings="$mismatch chain.rfc5280.value"

constrained() { # constrained CASE TITLE CONSTRAINT SAN FINDING [EMIT...]; usage: what extendedKeyUsage says
  ca "issuing-$1" root "$I" nameConstraints="critical,$3"
  leaf "leaf-$1" "issuing-$1" subjectAltName="$4" extendedKeyUsage="${usage:-serverAuth,clientAuth}"
  emit "$1" UNTRUSTED "$2" "shop.example, $4 <- $I [${3/;/ }] <- $R" chain="leaf-$1 issuing-$1" \
    findings="chain.name_constraints.$5" "${@:6}"
}
shop=DNS:shop.example
constrained nc-not-permitted "The issuing CA may only name hosts in acme.example" "permitted;DNS:acme.example" $shop not_permitted
constrained nc-excluded "The issuing CA may not name shop.example" "excluded;DNS:shop.example" $shop excluded
constrained nc-excluded-wildcard "A wildcard covers a host that the issuing CA may not name" "excluded;DNS:bar.shop.example" \
  'DNS:*.shop.example' excluded identity=dns:bar.shop.example
constrained nc-ip-not-permitted "The issuing CA may only name addresses in 192.0.2.0/24" \
  "permitted;IP:192.0.2.0/255.255.255.0" IP:198.51.100.7 not_permitted identity=ip:198.51.100.7
usage=emailProtection,clientAuth constrained nc-email-excluded "The issuing CA may not name mailboxes at shop.example" \
  "excluded;email:shop.example" email:alice@shop.example excluded identity=email:alice@shop.example purpose=client
constrained nc-uri-not-permitted "The issuing CA may only name URIs below acme.example" "permitted;URI:.acme.example" \
  $shop,URI:https://shop.example/ not_permitted
constrained nc-directory-not-permitted "The issuing CA may only name subjects of another organisation" \
  "permitted;dirName:other_organisation" $shop not_permitted
constrained nc-unsupported-form "The issuing CA is limited in a form of name that hardly anyone can compare" \
  "excluded;RID:1.3.6.1.4.1.32473.7" $shop,RID:1.3.6.1.4.1.32473.7 unsupported_form

# --- certificate policies --------------------------------------------------------------------------

policy_case() { # policy_case CASE VERDICT TITLE DRAWING LEAF-POLICY FINDINGS EXTENSION-OF-THE-CA...
  ca "issuing-$1" root "$I" certificatePolicies="$gold" "${@:7}"
  leaf "leaf-$1" "issuing-$1" certificatePolicies="$5"
  emit "$1" "$2" "$3" "$4" chain="leaf-$1 issuing-$1" findings="$6"
}
gold=1.3.6.1.4.1.32473.9.1 silver=1.3.6.1.4.1.32473.9.2
explicit=policyConstraints=critical,requireExplicitPolicy:0
policy_case good-policy TRUSTED "The issuing CA requires a certificate policy, and the server's certificate has it" \
  "shop.example (gold) <- $I (gold, requires a policy) <- $R" $gold "" $explicit
policy_case good-policy-mapping TRUSTED "The required certificate policy has another name below the issuing CA" \
  "shop.example (silver) <- $I (gold, called silver below; requires a policy) <- $R" $silver "" \
  policyMappings=$gold:$silver $explicit
policy_case policy-none-valid UNTRUSTED "The issuing CA requires a certificate policy that the server's certificate lacks" \
  "shop.example (silver) [not gold] <- $I (gold, requires a policy) <- $R" $silver \
  chain.certificate_policies.none_valid $explicit
policy_case policy-any-mapped UNTRUSTED "The issuing CA maps anyPolicy, which would make every policy equal" \
  "shop.example (silver) <- $I [any policy called silver below] <- $R" $silver \
  chain.certificate_policies.any_policy_mapped policyMappings=2.5.29.32.0:$silver

# --- weak keys and signatures ----------------------------------------------------------------------

weak=chain.signature.weak_hash
leaf_fault sha1-leaf "The server's certificate is signed with SHA-1" SHA-1 $weak md=sha1
issuing_fault sha1-intermediate "The intermediate certificate is signed with SHA-1" SHA-1 $weak md=sha1
leaf_fault rsa-1024-leaf "The server's RSA key has 1024 bits only" "RSA 1024" chain.key.too_small algorithm=rsa1024
verdict=TRUSTED leaf_fault dsa-leaf "The server has a DSA key" "DSA key" chain.key.dsa algorithm=dsa
verdict=TRUSTED issuing_fault dsa-issuer "The issuing CA has a DSA key" "DSA key" chain.key.dsa algorithm=dsa

ca issuing-rsa root "$I" algorithm=rsa2048 # there is no MD5 with ECDSA
leaf leaf-md5 issuing-rsa md=md5
emit md5-leaf UNTRUSTED "The server's certificate is signed with MD5" "shop.example [MD5] <- $I <- $R" \
  chain="leaf-md5 issuing-rsa" findings=$weak

# --- for the demo tour -----------------------------------------------------------------------------

emit demo-good TRUSTED "Everything is as it should be" "shop.example <- $I <- $R"
emit demo-missing UNTRUSTED "The server forgot to send its intermediate certificate" \
  "shop.example <- $I [not sent] (pool) <- $R" chain=leaf pool=issuing2 findings=chain.issuer.missing
issuing_case demo-expired-and-host UNTRUSTED "The issuing CA has expired, and the certificate is for another host" \
  "shop.example [asked for store.example] <- $I [expired 2026-05-01] <- $R" to=20260501000000Z \
  -- identity=dns:store.example findings="$expired $mismatch"

# --- the odd ones, and the hand-over ---------------------------------------------------------------

"${PYTHON:-python3}" "$repository/scripts/gen_test_pki_odd.py" "$out"
mkdir -p "$repository/testdata"
rm -rf "$repository/testdata/certs"
cp -R "$out" "$repository/testdata/certs"
echo "$(find "$out" -name case.toml | wc -l) cases in testdata/certs" >&2
