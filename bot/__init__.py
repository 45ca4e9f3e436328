"""The front: hears and speaks on every platform, and decides nothing."""
