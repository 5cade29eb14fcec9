# What a CA may do: basic constraints and name constraints (RFC 5280 sections 4.2.1.9 and 4.2.1.10).

# --- basic constraints -----------------------------------------------------------------------------

issuing_fault not-a-ca "The issuer is no CA" "not a CA" chain.basic_constraints.not_a_ca \
  basicConstraints=critical,CA:FALSE keyUsage=

ca v1 root "$I" v1=yes
leaf leaf-v1 v1 authorityKeyIdentifier=
emit v1-issuer UNTRUSTED "The issuer is an X.509 version 1 certificate, which cannot say that it is a CA" \
  "shop.example <- $I [version 1] <- $R" chain="leaf-v1 v1" \
  findings="chain.basic_constraints.not_a_ca chain.interop.openssl_strict chain.rfc5280.value"

ca policy-short root "$P" basicConstraints=critical,CA:TRUE,pathlen:0
ca issuing2-too-deep policy-short "$I"
leaf leaf-too-deep issuing2-too-deep
emit path-length-exceeded UNTRUSTED "A CA that may have no CA below it has one" \
  "shop.example <- $I [one too many] <- $P (path length 0) <- $R" \
  chain="leaf-too-deep issuing2-too-deep policy-short" findings=chain.basic_constraints.path_length_exceeded

# --- name constraints ------------------------------------------------------------------------------

constrained() { # constrained CASE TITLE CONSTRAINT SAN FINDING [EMIT...]; usage: what extendedKeyUsage says
  local own=$group-$1
  ca "issuing-$own" root "$I" nameConstraints="critical,$3"
  leaf "leaf-$own" "issuing-$own" subjectAltName="$4" extendedKeyUsage="${usage:-serverAuth,clientAuth}"
  emit "$1" UNTRUSTED "$2" "shop.example, $4 <- $I [${3/;/ }] <- $R" chain="leaf-$own issuing-$own" \
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
  "permitted;dirName:other_organisation" $shop "not_permitted chain.interop.unsupported"
constrained nc-unsupported-form "The issuing CA is limited in a form of name that hardly anyone can compare" \
  "excluded;RID:1.3.6.1.4.1.32473.7" $shop,RID:1.3.6.1.4.1.32473.7 unsupported_form
constrained nc-malformed-tree "The issuing CA excludes what is no domain, so that nobody can tell what it excludes" \
  "excluded;DNS:acme.example." $shop "malformed_tree chain.rfc5280.value"
usage=emailProtection,clientAuth constrained nc-smtputf8-excluded "What limits mailboxes limits those beyond ASCII, too" \
  "excluded;email:shop.example" "otherName:1.3.6.1.5.5.7.8.9;UTF8:jürgen@shop.example,$shop" excluded purpose=client
