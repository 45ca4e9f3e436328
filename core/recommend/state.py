"""Stored models: arrays as npz bytes with a sha256, never a pickle."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from core.recommend.model import State

VERSION = 4
"""To be raised when what models store changes its form; older ones are trained anew."""
_MARK = "version"


class Damaged(Exception):  # noqa: N818 - a state of the stored bytes
    """The stored bytes are not those that were written, or not of this version."""


def pack(state: State) -> tuple[bytes, str]:
    """Return the arrays as npz bytes, and their sha256 in hexadecimal."""
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **state, **{_MARK: np.array(VERSION)})
    content = file.getvalue()
    return content, hashlib.sha256(content).hexdigest()


def unpack(content: bytes, sha256: str) -> State:
    """Return the arrays that `pack` wrote; raise `Damaged` when sum or version do not fit."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged("the stored model does not fit its sha256")
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        if _MARK not in arrays.files or int(arrays[_MARK]) != VERSION:
            raise Damaged("the stored model is of another version")
        return {name: arrays[name] for name in arrays.files if name != _MARK}
