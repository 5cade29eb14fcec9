# No path to a trusted root: issuers missing, untrusted, of another key, or in a loop.

missing=chain.issuer.missing
wrong_key=chain.issuer.wrong_key

# --- not sent --------------------------------------------------------------------------------------

emit missing-intermediate UNTRUSTED "The server sent its own certificate only" \
  "shop.example <- $I [not sent] <- $R" chain=leaf findings=$missing
emit missing-intermediate-pooled UNTRUSTED "The server sent its own certificate only; the missing one is known" \
  "shop.example <- $I [not sent] (pool) <- $R" chain=leaf pool="other-issuing issuing2 unrelated" findings=$missing
emit missing-two-pooled UNTRUSTED "The server left out two intermediates; both are known" \
  "shop.example <- $I [not sent] (pool) <- $P [not sent] (pool) <- $R" chain=leaf-by-policy \
  pool="policy issuing2-by-policy" findings=$missing

one_of_four() { # one_of_four CASE TITLE ABSENT MARK [EMIT...]
  local sent=six-leaf drawing=shop.example step
  for step in Organisation Alpha Beta Gamma; do
    drawing+=" <- Acme $step CA"
    if [[ $step == "$3" ]]; then drawing+=" $4"; else sent+=" six-${step,,}"; fi
  done
  emit "$1" UNTRUSTED "$2" "$drawing <- Acme Six Root (trusted)" chain="$sent" roots=six-root findings=$missing "${@:5}"
}
for step in Organisation Alpha Beta Gamma; do
  one_of_four "missing-${step,,}" "The server did not send Acme $step CA, one of four intermediates" "$step" "[not sent]"
done
one_of_four missing-alpha-pooled "The server did not send Acme Alpha CA, which is known from elsewhere" \
  Alpha "[not sent] (pool)" pool=six-alpha

# --- not trusted -----------------------------------------------------------------------------------

emit untrusted-root UNTRUSTED "The chain is whole, but its root is not in the trust store" \
  "shop.example <- $I <- Acme Root CA [not trusted]
Other Root CA (trusted)" chain="leaf issuing2 root" roots=other-root findings=chain.issuer.untrusted_root
emit untrusted-root-not-sent UNTRUSTED "The chain leads to a root that is neither trusted nor sent" \
  "shop.example <- $I <- Acme Root CA [not trusted] (not sent)
Other Root CA (trusted)" roots=other-root findings=$missing
emit self-signed-leaf UNTRUSTED "The server's certificate is signed by itself" \
  "shop.example <- shop.example [self-signed]
$R" chain=self-signed findings=chain.issuer.self_signed

# --- the right name, but another key, and a loop ---------------------------------------------------

ca look-alike-issuing root "$I"
emit wrong-key UNTRUSTED "The sent intermediate has the right name, but another key" \
  "shop.example <- $I [another key] <- $R" chain="leaf look-alike-issuing" findings=$wrong_key
root look-alike-root "Acme Root CA"
emit same-name-root-other-key UNTRUSTED "The trusted root has the right name, but another key" \
  "shop.example <- $I <- $R [another key]" roots=look-alike-root findings=$wrong_key

root loop-start "Acme Chicken CA"
ca egg loop-start "Acme Egg CA"
ca chicken egg "Acme Chicken CA" key=loop-start
leaf loop-leaf chicken
emit loop UNTRUSTED "Two CAs certify one another, and no root certifies either" \
  "shop.example <- Acme Chicken CA <- Acme Egg CA <- Acme Chicken CA [loop]
$R" chain="loop-leaf chicken egg" findings=chain.issuer.loop
