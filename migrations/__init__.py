"""The schema's history, one file a change, the same on both engines."""
