"""Rule books in; proofs about all their answers, and the smallest counter-examples, out."""
