"""The clock: jobs that call the same services as people do, and speak through the outbox."""
