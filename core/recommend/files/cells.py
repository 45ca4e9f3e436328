"""A text as a cell of a CSV file; made once for each text, because the same ones come often."""

from __future__ import annotations

import csv
import io
from functools import lru_cache


@lru_cache(maxsize=1 << 16)
def cell(text: str) -> str:
    """Return a text in quotes where it needs them (RFC 4180)."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="").writerow([text])
    return written.getvalue()
