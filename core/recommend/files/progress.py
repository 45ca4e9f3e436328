"""The place where a batch is being written: what is finished there survives a broken run."""

from __future__ import annotations

import json
import os
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from core.recommend.state import Damaged, unpack

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from core.recommend.model import State

_READ_AT_ONCE = 1 << 20


class Workplace:
    """A folder beside the file to be written: the learned models, the rows so far, a note of both.

    ``done`` members are finished. The note is written after the rows it speaks of, and rows
    beyond it are cut off, so that a run broken at any moment goes on as if it had not been.
    """

    def __init__(self, out: Path, task: Mapping[str, Any]) -> None:
        """Go on with the same task where it was broken off, or else begin it anew."""
        self._out = out
        self._folder = out.with_name(f"{out.name}.partial")
        self._note = self._folder / "progress.json"
        self._model = self._folder / "model.npz"
        self._rows = self._folder / "rows.csv"
        self._written: dict[str, Any] = {"task": dict(task), "done": 0, "bytes": 0, "model": ""}
        self._take_up()

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
        self._rows.replace(self._out)
        shutil.rmtree(self._folder)

    def _take_up(self) -> None:
        self._folder.mkdir(exist_ok=True)
        try:
            left = json.loads(self._note.read_text("utf-8"))
        except (OSError, ValueError):
            return
        if left["task"] == self._written["task"] and left["bytes"] <= self._size():
            self._written = left

    def _size(self) -> int:
        """Return how many bytes of rows there are; fewer than noted cannot be gone on with."""
        return self._rows.stat().st_size if self._rows.exists() else 0

    def _save(self, **changed: Any) -> None:  # noqa: ANN401 - JSON values
        self._written |= changed
        draft = self._note.with_suffix(".new")
        draft.write_text(json.dumps(self._written), "utf-8")
        draft.replace(self._note)


def digest_of(path: Path) -> str:
    """Return the sha256 of a file in hexadecimal."""
    summed = sha256()
    with path.open("rb") as file:
        while part := file.read(_READ_AT_ONCE):
            summed.update(part)
    return summed.hexdigest()
