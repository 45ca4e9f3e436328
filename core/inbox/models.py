"""Rows of the updates heard."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class InboxRow(Row):
    """The key of an update that was heard; a platform's keys differ from every other's."""

    __tablename__ = "inbox"

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
