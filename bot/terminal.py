"""How a command of the terminal ends when it cannot go on: in one sentence, with a status."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, NoReturn

import typer

from core.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

STREAMS = frozenset({"/dev", "/dev/fd", "/proc/self/fd"})


def fail(said: str, status: int = 1) -> NoReturn:
    """Say on standard error why the command ends, and end it."""
    typer.secho(said, fg=typer.colors.RED, err=True)
    raise SystemExit(status)


def check_sources(paths: Sequence[Path]) -> None:
    """End the command if files that it is to read are not there, and name all of them."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        told = [FileNotFoundError(errno.ENOENT, "", str(path)) for path in missing]
        fail("\n".join(map(unusable, told)))


def check_target(path: Path, sources: Sequence[Path] = ()) -> None:
    """End the command unless a file can be written there, before any work goes into it.

    Neither a device or a pipe is put another file in the place of, nor what is to be read.
    """
    if path.is_dir():
        fail(t("{path} 是一个文件夹，请写成文件名。", path=path))
    if _is_no_file(path):
        fail(t("不能写到 {path}，请写成文件名。", path=path))
    if any(path.exists() and path.samefile(source) for source in sources):
        fail(t("{path} 是要读的文件，写上去就没了；请换一个文件名。", path=path))
    # A file is put in the place of what a link points to.
    folder = (path.resolve() if path.is_symlink() else path).parent
    if not folder.is_dir():
        fail(t("没有 {folder} 这个文件夹，请先建好。", folder=folder))
    _check_right(folder)


def check_folder(path: Path) -> None:
    """End the command unless that is a folder, or one can be made there, to write files into."""
    there = next(one for one in (path, *path.parents) if one.exists())
    if not there.is_dir():
        fail(t("{path} 是一个文件，请写成文件夹。", path=there))
    _check_right(there)


def unusable(error: OSError) -> str:
    """Say which file could not be read or written, and why."""
    why = _reasons().get(error.errno or 0) or error.strerror or type(error).__name__
    file = error.filename2 or error.filename
    if file is None:
        return t("文件没有写完：{why}", why=why)
    return t("{file} 读写不了：{why}", file=file, why=why)


def _is_no_file(path: Path) -> bool:
    # What stands for a stream may just then be a file, to which others write as well.
    stream = str(path) == "-" or str(path.absolute().parent) in STREAMS
    return stream or (path.exists() and not path.is_file())


def _check_right(folder: Path) -> None:
    if not os.access(folder, os.W_OK | os.X_OK):
        fail(t("没有在 {folder} 里写文件的权限。", folder=folder))


def _reasons() -> dict[int, str]:
    return {
        errno.ENOENT: t("没有这个文件或文件夹。"),
        errno.EISDIR: t("这是一个文件夹。"),
        errno.ENOTDIR: t("上一级不是文件夹。"),
        errno.EEXIST: t("已经有叫这个名字的文件。"),
        errno.EACCES: t("没有权限。"),
        errno.EPERM: t("没有权限。"),
        errno.EROFS: t("这里只能读，不能写。"),
        errno.ENOSPC: t("磁盘满了。"),
        errno.ENAMETOOLONG: t("名字太长了。"),
    }
