"""On what machine figures were taken: it stands beside them in every report."""

from __future__ import annotations

import os
import platform


def machine() -> dict[str, object]:
    """Return the interpreter, the system, the kind of processor and how many cores it has."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
    }
