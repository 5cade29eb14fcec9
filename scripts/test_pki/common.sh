# The building blocks of gen_test_pki.sh. It sets work (keys and certificates by NAME), out and group.
#
#   root NAME CN [OPTION...]          a self-signed CA
#   ca   NAME ISSUER CN [OPTION...]   a CA certificate signed by ISSUER
#   leaf NAME ISSUER [OPTION...]      an end entity certificate for shop.example
#   emit CASE VERDICT TITLE DRAWING [chain= roots= pool= identity= purpose= at= conformance= findings=]
#   leaf_case, issuing_case, leaf_fault, issuing_fault: the same for a chain of two with one thing changed
#
# An OPTION is `field=value`: either one of the fields listed in `issue`, or an extension in OpenSSL's
# own notation, which replaces the default one; an empty value leaves that extension out. A NAME is made
# once; helpers that make a case's own certificates call them after $group-CASE.

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

# --- certificates ----------------------------------------------------------------------------------

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
  [[ ! -e $work/$name.crt ]] || { echo "issue $name: made twice" >&2; exit 2; }
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
  local case=$1 verdict=$2 title=$3 drawing=$4 argument directory=$out/$group/$1
  local -A a=([chain]='leaf issuing2' [roots]=root [pool]='' [at]=2026-06-01T00:00:00Z [identity]=dns:shop.example
    [purpose]=server [conformance]=REPORT [findings]='')
  for argument in "${@:5}"; do
    [[ -v a[${argument%%=*}] ]] || { echo "emit $group/$case: $argument?" >&2; exit 2; }
    a[${argument%%=*}]=${argument#*=}
  done
  [[ ! -e $directory ]] || { echo "emit $group/$case: made twice" >&2; exit 2; }
  mkdir -p "$directory"
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

# --- the ordinary chain of two, with one certificate made differently --------------------------------

# The options up to `--` go to that certificate, those after it to emit.
variant() { # variant leaf|issuing CASE VERDICT TITLE DRAWING [OPTION...] [-- EMIT...]
  local kind=$1 own=$group-$2 issuer=issuing2 options=()
  local head=("${@:2:4}")
  shift 5
  while [[ $# != 0 && $1 != -- ]]; do
    options+=("$1")
    shift
  done
  [[ $# == 0 ]] || shift
  if [[ $kind == issuing ]]; then
    issuer=issuing-$own
    ca "$issuer" root "$I" "${options[@]}"
    options=()
  fi
  leaf "leaf-$own" "$issuer" "${options[@]}"
  emit "${head[@]}" chain="leaf-$own $issuer" "$@"
}
leaf_case() { variant leaf "$@"; }
issuing_case() { variant issuing "$@"; }

# issuing_fault|leaf_fault CASE TITLE FAULT FINDINGS [OPTION...]; verdict=TRUSTED before it for what is no error
issuing_fault() { issuing_case "$1" "${verdict:-UNTRUSTED}" "$2" "shop.example <- $I [$3] <- $R" "${@:5}" -- findings="$4"; }
leaf_fault() { leaf_case "$1" "${verdict:-UNTRUSTED}" "$2" "shop.example [$3] <- $I <- $R" "${@:5}" -- findings="$4"; }

# --- certificate policies --------------------------------------------------------------------------

gold=1.3.6.1.4.1.32473.9.1 silver=1.3.6.1.4.1.32473.9.2
explicit=policyConstraints=critical,requireExplicitPolicy:0

policy_case() { # policy_case CASE VERDICT TITLE DRAWING LEAF-POLICY FINDINGS EXTENSION-OF-THE-CA...
  local own=$group-$1
  ca "issuing-$own" root "$I" certificatePolicies="$gold" "${@:7}"
  leaf "leaf-$own" "issuing-$own" certificatePolicies="$5"
  emit "$1" "$2" "$3" "$4" chain="leaf-$own issuing-$own" findings="$6"
}
