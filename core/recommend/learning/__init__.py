"""What several models learn with: words as vectors, links between courses, sums over sequences."""
