"""One file per figure that the README states; each prints JSON."""
