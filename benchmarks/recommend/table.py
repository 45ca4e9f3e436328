"""The report as tables for a terminal, which are Markdown as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks import markdown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.recommend.goals import Goal

    Report = Mapping[str, Any]

FIGURES = {
    "recall@10": "Recall@10",
    "recall@20": "Recall@20",
    "ndcg@10": "NDCG@10",
    "mrr@20": "MRR@20",
    "map@10": "MAP@10",
    "coverage@10": "coverage@10",
    "gini@10": "Gini",
    "long_tail@10": "long tail",
}
COSTS = {
    "fit_seconds": "fit, s",
    "fit_cpu_seconds": "fit, CPU s",
    "batch_ms_per_member": "batch, ms",
    "p50_ms": "one, ms p50",
    "p99_ms": "p99",
    "peak_mb": "peak, MB",
}
SCALE = {
    "members": "members",
    "interactions": "interactions",
    "fit_seconds": "fit, s",
    "fit_cpu_seconds": "CPU s",
    "suggest_seconds": "suggest to all, s",
    "suggest_cpu_seconds": "CPU s",
    "peak_mb": "peak, MB",
}

MET = {True: "yes", False: "NO", None: "not measured"}


def tables(report: Report, aims: Sequence[Goal]) -> str:
    """Return everything that was measured, as tables one below the other, the goals first."""
    parts = [_goals(aims)]
    parts += [_test(name, found) for name, found in report.get("test", {}).items()]
    parts += [_new_courses(name, found) for name, found in report.get("new_courses", {}).items()]
    parts += [_beginners(name, found) for name, found in report.get("beginners", {}).items()]
    parts += [_communities(name, rows) for name, rows in report.get("communities", {}).items()]
    if report.get("scale"):
        rows = [[f"{row[key]:,}" for key in SCALE] for row in report["scale"]]
        parts.append(markdown.table(list(SCALE.values()), rows))
    return "\n\n".join(parts)


def _goals(aims: Sequence[Goal]) -> str:
    rows = [
        [
            aim.name,
            "–" if aim.value is None else f"{aim.value:,.3g}",
            f"{'≥' if aim.at_least else '≤'} {aim.goal:,g}",
            MET[aim.met],
        ]
        for aim in aims
    ]
    return markdown.table(["Goal", "reached", "aim", "met"], rows)


def _test(name: str, found: Report) -> str:
    said = (
        f"{name}: {found['members']:,} members, {found['courses']:,} courses, "
        f"{found['interactions']:,} interactions; {found['asked']:,} members asked for"
    )
    lead = found.get("lead")
    if lead:
        said += (
            f"; the blend reaches {lead['ratio']:.2f} × {lead['best_peer']} "
            f"(NDCG@10 {lead['lead']:+.4f}, standard error {lead['error']:.4f})"
        )
    return f"{said}\n\n{_results(found)}"


def _new_courses(name: str, found: Report) -> str:
    said = f"{name}, new courses: {found['candidates']:,} of {found['courses']:,}, ranked alone"
    return f"{said}\n\n{_results(found)}"


def _beginners(name: str, found: Report) -> str:
    scorers = list(next(iter(found.values()))["results"])
    rows = []
    for task, at in found.items():
        cells = [_cell(at["results"].get(one, {}).get("figures", {})) for one in scorers]
        rows.append([task.replace("_", " "), f"{at['asked']:,}", *cells])
    return f"{name}, beginners: NDCG@10 (coverage@10)\n\n" + markdown.table(
        ["history", "members", *scorers], rows
    )


def _communities(name: str, found: Sequence[Report]) -> str:
    scorers = list(found[0]["results"])
    rows = [
        [
            *(f"{row[key]:,}" for key in ("members", "courses", "interactions", "communities")),
            *(share(row["results"][one]) for one in scorers),
            share(row["error"]),
        ]
        for row in found
    ]
    head = ["members", "courses", "interactions", "drawn", *scorers, "s.e. of the blend"]
    return f"{name}, small communities: mean NDCG@10\n\n" + markdown.table(head, rows)


def _cell(figures: Mapping[str, float]) -> str:
    if not figures:
        return "–"
    return f"{share(figures['ndcg@10'])} ({share(figures['coverage@10'])})"


def _results(found: Report) -> str:
    rows = []
    for name, one in found["results"].items():
        figures = [share(one["figures"][key]) for key in FIGURES]
        costs = [f"{one['cost'][key]:,.4g}" for key in COSTS]
        rows.append([name, *figures, share(one["errors"]["ndcg@10"]), *costs])
    head = ["", *FIGURES.values(), "s.e. of NDCG", *COSTS.values()]
    return markdown.table(head, rows)


def share(value: float) -> str:
    """Write a share with four decimals and without its zero."""
    return f"{value:.4f}".replace("0.", ".", 1)
