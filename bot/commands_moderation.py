"""``qunzhu moderation``: train the spam model, and score texts line by line."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from bot.lines import STANDARD, answer_each
from bot.options import Data, Seed, Source, Target, Weights  # noqa: TC001 - typer reads the annotations
from bot.terminal import check_folder, fail
from core.refusal import Refusal

app = typer.Typer(help="训练和使用垃圾消息模型。", no_args_is_help=True)


@app.command(help="逐行读文字，逐行写 JSON；不是 UTF-8 的行答 null。")
def score(
    source: Source = STANDARD,
    target: Target = STANDARD,
) -> None:
    """Answer each line of text with one line of JSON, in order; null where it is not UTF-8."""
    answer_each(source, target, _answer)


@app.command(help="训练权重，连同 sha256 一起写好。")
def train(
    data: Data = Path("data"),
    out: Weights = None,
    seed: Seed = 1,
) -> None:
    """Train both heads, and write them with their sha256 into the manifest."""
    from core.moderation.spam import model, weights  # noqa: PLC0415 - quick `--help`
    from core.moderation.spam import train as training  # noqa: PLC0415
    from core.moderation.spam.corpus import sets_folder  # noqa: PLC0415

    folder = out or model.WEIGHTS
    check_folder(folder)
    try:
        report = training.train(sets_folder(data), seed=seed)
    except Refusal as problem:
        fail(f"{problem.said()}数据从哪里来，见 docs/moderation-model.md。")
    folder.mkdir(parents=True, exist_ok=True)
    weights.save(folder / model.FILE.name, report.weights, report.note)
    typer.echo(json.dumps(report.note, ensure_ascii=False))


def _answer(text: str) -> dict[str, float | bool]:
    from core.moderation import spam  # noqa: PLC0415 - keeps `--help` quick
    from core.text import set_apart  # noqa: PLC0415

    found = spam.scores(set_apart(text))
    return {
        "spam": round(found.spam, 6),
        "abuse": round(found.abuse, 6),
        "alarm": found.spam >= spam.SPAM_ALARM,
        "hint": found.abuse >= spam.ABUSE_HINT,
    }
