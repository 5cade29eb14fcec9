# What the server sent: the order, duplicates, strangers, roots and their twins.

served() { emit "$1" TRUSTED "$2" "$3" chain="$4" findings="$5"; }
served wrong-order "The certificates were sent in the wrong order" "shop.example <- $I [sent third] <- $P [sent second] <- $R" \
  "leaf-by-policy policy issuing2-by-policy" chain.served.out_of_order
served duplicate "The intermediate was sent twice" "shop.example <- $I [sent twice] <- $R" \
  "leaf issuing2 issuing2" chain.served.duplicate
served unrelated "A CA of another PKI was sent as well" "shop.example <- $I <- $R
Other Issuing CA [unrelated]" "leaf other-issuing issuing2" chain.served.unrelated
served root "The root was sent, which helps nobody" "shop.example <- $I <- Acme Root CA (trusted) [sent]" \
  "leaf issuing2 root" chain.served.root_sent

leaf second-leaf issuing2 cn=store.example subjectAltName=DNS:store.example
served second-leaf "The certificate of another server was sent as well" "shop.example <- $I <- $R
store.example [another end entity] <- $I" "leaf second-leaf issuing2" chain.served.another_end_entity

for n in 1 2 3; do ca "decoy$n" root "$I"; done
served decoys "Three CAs of the same name, with other keys, were sent before the right one" \
  "shop.example <- $I <- $R
$I (another key), sent three times with three keys" "leaf decoy1 decoy2 decoy3 issuing2" chain.served.impostor

emit reversed-file UNTRUSTED "The file is upside down: the server's own certificate comes last" \
  "shop.example [sent last] <- $I [sent first] <- $R" chain="issuing2 leaf" \
  findings="chain.identity.no_subject_alt_name chain.key_usage.not_for_purpose chain.served.end_entity_not_first"

# --- a root and its twins --------------------------------------------------------------------------

# Let's Encrypt's Generation Y in small: a root that no store holds, as a self-signed certificate and as
# two cross-signs by a trusted one.
root x1 "Acme X1"
root gen-y "Acme Gen Y Root" from=20250903000000Z
ca gen-y-older x1 "Acme Gen Y Root" key=gen-y from=20250903000000Z
ca gen-y-newer x1 "Acme Gen Y Root" key=gen-y from=20260513000000Z
ca yr1 gen-y "Acme YR1" from=20250903000000Z

generation_y() { # generation_y CASE VERDICT TITLE DRAWING SERVED POOL FINDINGS
  emit "gen-y-$1" "$2" "$3" "Acme YR1 <- $4" chain="yr1 $5" pool="$6" findings="$7" roots=x1 identity= purpose=any
}
Y="Acme Gen Y Root"
X="Acme X1 (trusted)"
twin=chain.served.self_signed_twin
generation_y nothing UNTRUSTED "A new root was not sent; its cross-sign by a trusted root is known" \
  "$Y by X1 [not sent] (pool) <- $X" "" "gen-y gen-y-newer" chain.issuer.missing
generation_y cross TRUSTED "The cross-sign of the new root was sent" \
  "$Y by X1 <- $X" gen-y-newer "gen-y gen-y-newer" ""
generation_y twin UNTRUSTED "The self-signed twin of a cross-signed root was sent, which no store holds" \
  "$Y, self-signed [no store has it]
Acme YR1 <- $Y by X1 (not sent) (pool) <- $X" gen-y "gen-y gen-y-newer" "chain.issuer.missing $twin"
generation_y twin-then-cross TRUSTED "The self-signed twin was sent before the cross-sign" \
  "$Y by X1 <- $X
Acme YR1 <- $Y, self-signed [sent first]" "gen-y gen-y-newer" "gen-y gen-y-newer" $twin
generation_y cross-then-twin TRUSTED "The self-signed twin was sent after the cross-sign" \
  "$Y by X1 <- $X
Acme YR1 <- $Y, self-signed [sent last]" "gen-y-newer gen-y" "gen-y gen-y-newer" $twin
generation_y older-cross TRUSTED "An older cross-sign was sent; a newer one of the same name and key is known" \
  "$Y by X1 of 2025 [older] <- $X
Acme YR1 <- $Y by X1 of 2026 (pool) <- $X" gen-y-older "gen-y gen-y-newer" chain.served.newer_twin
