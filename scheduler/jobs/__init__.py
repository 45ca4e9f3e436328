"""One scheduled job, one file; each is found by being here."""
