"""The rooms: what the community manager knows and decides, synchronous and free of any platform."""
