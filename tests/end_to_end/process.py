"""``qunzhu`` as an operator runs it: a process of its own, told what to do by its environment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

COMMAND = Path(sys.executable).with_name("qunzhu")
SECONDS = 30.0


class Bot:
    """One process of ``qunzhu run``; as a context manager it is running when the block begins."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        """Prepare to run in a folder; ``settings`` are the ``QUNZHU_`` variables."""
        self._folder = folder
        self._settings = settings
        self._errors = folder / "stderr.txt"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start, and wait until it serves."""
        self.start()
        self.until(lambda: '"event": "serving"' in self.log, "the bot serves")
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _t: TracebackType | None,
    ) -> None:
        """Leave nothing behind."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    @property
    def log(self) -> str:
        """What was written to stderr since the last start."""
        return self._errors.read_text("utf-8") if self._errors.exists() else ""

    def start(self) -> None:
        """Start the process."""
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [COMMAND, "run"],
                cwd=self._folder,
                env=environment(self._settings),
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
            )

    def stop(self) -> int:
        """Ask it to end as a service manager does, and return its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> int:
        """End it without a word, as a power cut does."""
        return self._end(signal.SIGKILL)

    def ended(self) -> int:
        """Wait until it ends by itself, and return its exit code."""
        assert self._process is not None
        return self._process.wait(SECONDS)

    def until(self, holds: Callable[[], object], what: str, within: float = SECONDS) -> None:
        """Wait until something holds; an AssertionError shows the log."""
        deadline = time.monotonic() + within
        while not holds():
            assert self._process is not None
            assert self._process.poll() is None, f"the bot ended before {what}:\n{self.log}"
            assert time.monotonic() < deadline, f"waited {within} s until {what}:\n{self.log}"
            time.sleep(0.02)

    def _end(self, number: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(SECONDS)


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment with these ``QUNZHU_`` variables and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUNZHU_")}
    return {**kept, "NO_PROXY": "127.0.0.1", **settings}


def qunzhu(folder: Path, *words: str, said: str = "", **settings: str) -> tuple[int, str]:
    """Run a command to its end; return its exit code and all that it wrote."""
    done = subprocess.run(  # noqa: S603 - our own command
        [COMMAND, *words],
        cwd=folder,
        env=environment(settings),
        input=said,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    return done.returncode, done.stdout
