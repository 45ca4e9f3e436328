"""Stand-ins for the platforms: real servers on the loopback, written from public documents."""
