# Weak keys. key/unreadable-leaf is made by gen_odd.py.

leaf_fault rsa-1024-leaf "The server's RSA key has 1024 bits only" "RSA 1024" chain.key.too_small algorithm=rsa1024
verdict=TRUSTED leaf_fault dsa-leaf "The server has a DSA key" "DSA key" chain.key.dsa algorithm=dsa
verdict=TRUSTED issuing_fault dsa-issuer "The issuing CA has a DSA key" "DSA key" chain.key.dsa algorithm=dsa
