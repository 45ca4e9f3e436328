"""Alembic's entry: runs the revisions in one transaction on the database it is given."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, pool

from core.db import Row, address
from migrations.tables import load

load()
config = context.config
engine = create_engine(address(config.attributes["url"]), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
