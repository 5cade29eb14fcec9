"""What the keys prove: Finished, signatures, binders."""
