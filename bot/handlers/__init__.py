"""One topic, one file: what is said to the bot becomes calls of the core, and its results cards."""
