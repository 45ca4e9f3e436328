"""One folder per chat platform: its updates become ours, and our posts become its."""
