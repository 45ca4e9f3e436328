"""Words about the files of a batch, for the operator's terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.recommend.files.batch import Done
    from core.recommend.files.faults import BadFiles, Fault


def bad_files(error: BadFiles) -> str:
    """Tell an operator everything that is wrong in the files."""
    lines = [t("文件里有 {count} 处问题，什么都没有写：", count=error.total)]
    lines += [_fault(fault) for fault in error.faults]
    if error.total > len(error.faults):
        lines.append(t("……只列出前 {count} 处。", count=len(error.faults)))
    return "\n".join(lines)


def done(done: Done, k: int) -> str:
    """Tell an operator what was written, and what they may not have expected."""
    return "\n".join(_done(done, k))


def _done(done: Done, k: int) -> Iterator[str]:
    yield t("写好了 {members} 位成员的推荐，每人 {k} 门。", members=done.members, k=k)
    if done.short:
        yield t("其中 {count} 位没学过的课程不足 {k} 门，已全部列出。", count=done.short, k=k)
    if done.unlisted:
        yield t("有 {count} 条互动的课程不在课程文件里，没有使用。", count=done.unlisted)
    if done.starred:
        yield t("有 {count} 条没写 kind，value 是 1 到 5 分，当作评分。", count=done.starred)
    if done.unused:
        yield t(
            "有 {count} 条的 value 没有使用：只有 rate 和 progress 看 value。", count=done.unused
        )
    if done.looked:
        yield t(
            "有 {count} 门次只有浏览、点赞或分享，也当作学过，理由里写「看过」。", count=done.looked
        )


def _fault(fault: Fault) -> str:
    said = fault.refusal.said()
    if not fault.line:
        return t("{file}：{said}", file=fault.file, said=said)
    if not fault.column:
        return t("{file} 第 {line} 行：{said}", file=fault.file, line=fault.line, said=said)
    return t(
        "{file} 第 {line} 行「{column}」列：{said}",
        file=fault.file,
        line=fault.line,
        column=fault.column,
        said=said,
    )
