"""A terminal of one's own, so that a command asks as it asks a person."""

from __future__ import annotations

import os
import pty
import select
import subprocess
from typing import TYPE_CHECKING, Self

from tests.end_to_end.process import COMMAND, environment

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

SECONDS = 30.0


class Terminal:
    """A command of ``qunzhu`` at work in a terminal."""

    def __init__(self, folder: Path, *words: str) -> None:
        """Start it in a folder."""
        self.shown = ""
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            [COMMAND, *words],
            cwd=folder,
            env=environment({}),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        """Return it running."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _t: TracebackType | None,
    ) -> None:
        """End what is still running."""
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def answers(self, question: str, answer: str) -> None:
        """Wait for a question, and type the answer.

        The space at a question's end is shown last, when the echo of a secret is off already.
        """
        already = len(self.shown)
        while question not in self.shown[already:] or not self.shown.endswith(": "):
            assert self._read(), f"it ended before {question!r}:\n{self.shown}"
        os.write(self._ours, f"{answer}\n".encode())

    def ends(self) -> int:
        """Read until it ends; return the exit code."""
        while self._read():
            pass
        return self._process.wait(SECONDS)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], SECONDS)
        assert ready, f"nothing more is shown:\n{self.shown}"
        try:
            read = os.read(self._ours, 65536)
        except OSError:  # the other end was closed
            return False
        self.shown += read.decode("utf-8", "replace")
        return bool(read)
