# Certificate policies (RFC 5280 sections 4.2.1.4, 4.2.1.5 and 4.2.1.11); good/policy and
# good/policy-mapping are what they look like in order.

policy_case none-valid UNTRUSTED "The issuing CA requires a certificate policy that the server's certificate lacks" \
  "shop.example (silver) [not gold] <- $I (gold, requires a policy) <- $R" $silver \
  "chain.certificate_policies.none_valid chain.interop.unsupported" $explicit
policy_case any-mapped UNTRUSTED "The issuing CA maps anyPolicy, which would make every policy equal" \
  "shop.example (silver) <- $I [any policy called silver below] <- $R" $silver \
  chain.certificate_policies.any_policy_mapped policyMappings=2.5.29.32.0:$silver
