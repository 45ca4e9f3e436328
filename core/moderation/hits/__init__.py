"""Finding what breaks the rules: lists, patterns, links, files, and what the last minute shows."""
