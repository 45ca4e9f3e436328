"""The place where a batch is being written: what is finished there survives a broken run."""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager, suppress
from hashlib import sha256
from shutil import copymode
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from core.recommend.state import Damaged, unpack
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from core.recommend.model import State

_READ_AT_ONCE = 1 << 20


class Workplace:
    """A folder beside the file to be written: the learned models, the rows so far, a note of both.

    ``done`` members are finished. The note is written after the rows it speaks of, and rows
    beyond it are cut off, so that a run broken at any moment goes on as if it had not been.
    """

    def __init__(self, out: Path, task: Mapping[str, Any]) -> None:
        """Name the places; nothing is there yet."""
        # What a link points to is written, and the link stays.
        self._out = out.resolve()
        self._folder = self._out.with_name(f"{self._out.name}.partial")
        self._note = self._folder / "progress.json"
        self._draft = self._folder / "progress.new"
        self._model = self._folder / "model.npz"
        self._rows = self._folder / "rows.csv"
        self._written: dict[str, Any] = {"task": dict(task), "done": 0, "bytes": 0, "model": ""}

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have the place alone: go on with the same task where it broke off, or begin it anew.

        Refuses a place that another run holds, and a folder that somebody else filled.
        """
        self._folder.mkdir(exist_ok=True)
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            self._lock(folder)
            self._take_up()
            yield
        finally:
            os.close(folder)

    @property
    def done(self) -> int:
        """Return how many members are finished."""
        done: int = self._written["done"]
        return done

    @property
    def empty(self) -> bool:
        """Tell whether nothing was written yet."""
        return not self._written["bytes"]

    def model(self) -> State | None:
        """Return what was learned, if that is finished and undamaged."""
        try:
            return unpack(self._model.read_bytes(), self._written["model"])
        except (OSError, Damaged):
            return None

    def keep_model(self, content: bytes, digest: str) -> None:
        """Keep what was learned; rows that were written with anything else go."""
        self._model.write_bytes(content)
        self._save(model=digest, done=0, bytes=0)

    def append(self, rows: str, done: int) -> None:
        """Write further rows; with them ``done`` members are finished."""
        with self._rows.open("r+b" if self._rows.exists() else "w+b") as file:
            file.truncate(self._written["bytes"])
            file.seek(0, os.SEEK_END)
            file.write(rows.encode())
            size = file.tell()
        self._save(done=done, bytes=size)

    def finish(self) -> None:
        """Put the rows in the place of the file to be written, all at once, and clear up."""
        with self._rows.open("r+b") as file:
            file.truncate(self._written["bytes"])
            os.fsync(file.fileno())
        if self._out.exists():
            copymode(self._out, self._rows)
        self._rows.replace(self._out)
        for own in (self._model, self._draft, self._note):
            own.unlink(missing_ok=True)
        # Whatever else somebody put there stays.
        with suppress(OSError):
            self._folder.rmdir()

    def _lock(self, folder: int) -> None:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # The run that held it may have ended just now and taken the folder away.
            gone = not os.path.samestat(os.fstat(folder), self._folder.stat())
        except (BlockingIOError, FileNotFoundError):
            gone = True
        if gone:
            raise Refusal("另一个运行正在写 {file}，请等它写完。", file=self._out)

    def _take_up(self) -> None:
        try:
            left = json.loads(self._note.read_text("utf-8"))
        except FileNotFoundError:
            if any(file != self._draft for file in self._folder.iterdir()):
                raise Refusal(
                    "{folder} 里有别的文件；请移走，或换一个输出文件名。", folder=self._folder
                ) from None
            self._save()
            return
        except ValueError:
            return
        if self._goes_on(left):
            self._written = left

    def _goes_on(self, left: Any) -> bool:  # noqa: ANN401 - whatever a file holds
        """Tell whether a note is one of the same task, with all the rows it speaks of."""
        if not isinstance(left, dict) or left.get("task") != self._written["task"]:
            return False
        counts = [left.get(name) for name in ("done", "bytes")]
        if not all(type(count) is int and count >= 0 for count in counts):
            return False
        return isinstance(left.get("model"), str) and left["bytes"] <= self._size()

    def _size(self) -> int:
        """Return how many bytes of rows there are; fewer than noted cannot be gone on with."""
        return self._rows.stat().st_size if self._rows.exists() else 0

    def _save(self, **changed: Any) -> None:  # noqa: ANN401 - JSON values
        self._written |= changed
        self._draft.write_text(json.dumps(self._written), "utf-8")
        self._draft.replace(self._note)


def digest_of(path: Path) -> str:
    """Return the sha256 of a file in hexadecimal; of a pipe, which is read once, a new name."""
    if not path.is_file():
        return uuid4().hex
    summed = sha256()
    with path.open("rb") as file:
        while part := file.read(_READ_AT_ONCE):
            summed.update(part)
    return summed.hexdigest()
