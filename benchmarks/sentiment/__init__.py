"""How well and how fast feelings are read: every set, every goal, and the peers that install."""
