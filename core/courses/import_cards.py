"""What operators read about a catalogue's import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.i18n import t

if TYPE_CHECKING:
    from core.courses.course import ImportReport
    from core.courses.files import BadFile, Problem


def import_report(report: ImportReport, *, dry_run: bool) -> str:
    """Tell an operator what an import changed, or would change."""
    head = t("试运行，没有写入：") if dry_run else t("导入完成：")
    counts = t(
        "新增 {new} 门，更新 {changed} 门，没有变化 {same} 门。",
        new=len(report.new),
        changed=len(report.changed),
        same=len(report.same),
    )
    lines = [head + counts]
    if report.new:
        lines.append(t("新增：{codes}", codes="、".join(report.new)))
    if report.changed:
        lines.append(t("更新：{codes}", codes="、".join(report.changed)))
    return "\n".join(lines)


def bad_file(error: BadFile) -> str:
    """Tell an operator everything that is wrong in a file."""
    lines = [t("文件里有 {count} 处问题，什么都没有导入：", count=error.total)]
    lines += [_problem(problem) for problem in error.problems]
    if error.total > len(error.problems):
        lines.append(t("……只列出前 {count} 处。", count=len(error.problems)))
    return "\n".join(lines)


def _problem(problem: Problem) -> str:
    said = problem.refusal.said()
    if not problem.row:
        return said
    if not problem.column:
        return t("第 {row} 行：{said}", row=problem.row, said=said)
    return t("第 {row} 行「{column}」列：{said}", row=problem.row, column=problem.column, said=said)
