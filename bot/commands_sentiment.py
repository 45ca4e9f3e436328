"""``qunzhu sentiment``: train the model from labelled sets, and score texts line by line."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.sentiment import Model

STANDARD = Path("-")

app = typer.Typer(help="训练和使用情绪模型。", no_args_is_help=True)


class ModelName(StrEnum):
    """The models that may score."""

    DEFAULT = "default"
    PERMISSIVE = "permissive"
    SNOWNLP = "snownlp"


class Sets(StrEnum):
    """Which labelled sets to train on."""

    DEFAULT = "default"
    PERMISSIVE = "permissive"


@app.command(help="逐行读文字，逐行写 JSON；不是 UTF-8 的行答 null。")
def score(
    source: Annotated[
        Path, typer.Option("--in", help="UTF-8 文字，一行一条；- 读标准输入")
    ] = STANDARD,
    target: Annotated[Path, typer.Option("--out", help="JSON，一行一条；- 写标准输出")] = STANDARD,
    model: Annotated[ModelName, typer.Option(help="用哪个模型")] = ModelName.DEFAULT,
) -> None:
    """Answer each line of text with one line of JSON, in order; null where it is not UTF-8."""
    from core import sentiment  # noqa: PLC0415 - keeps `--help` quick

    scorer = sentiment.model_named(model.value)
    with _reading(source) as lines, _writing(target) as out:
        for number, line in enumerate(lines, start=1):
            out.write(json.dumps(_answer(scorer, line, number), ensure_ascii=False).encode())
            out.write(b"\n")


@app.command(help="训练一套权重，连同 sha256 一起写好。")
def train(
    sets: Annotated[
        Sets, typer.Option(help="default：全部数据；permissive：只用许可宽松的")
    ] = Sets.DEFAULT,
    data: Annotated[
        Path, typer.Option(envvar="QUNZHU_DATA", help="数据文件夹，里面是 <名称>.tsv.gz")
    ] = Path("data"),
    out: Annotated[Path | None, typer.Option(help="权重写到哪里；不写就替换正在用的")] = None,
    seed: Annotated[int, typer.Option(help="随机种子；相同种子得到相同权重")] = 1,
) -> None:
    """Train the weights of one name, and write them with their sha256 into the manifest."""
    from core.sentiment import WEIGHTS, weights  # noqa: PLC0415 - keeps `--help` quick
    from core.sentiment import train as training  # noqa: PLC0415
    from core.sentiment.corpus import DataMissingError, sets_folder  # noqa: PLC0415

    try:
        report = training.train(sets_folder(data), seed=seed, sets=sets.value)
    except DataMissingError as problem:
        typer.echo(f"{problem}; see docs/sentiment.md for where the sets come from", err=True)
        raise typer.Exit(1) from None
    folder = out or WEIGHTS
    folder.mkdir(parents=True, exist_ok=True)
    weights.save(folder / f"{sets.value}.npz", report.weights, report.note)
    typer.echo(json.dumps(report.note, ensure_ascii=False))


def _answer(scorer: Model, line: bytes, number: int) -> dict[str, Any] | None:
    try:
        text = line.removesuffix(b"\n").removesuffix(b"\r").decode()
    except UnicodeDecodeError:
        typer.echo(f"line {number} is not valid UTF-8", err=True)
        return None
    read = scorer.score(text)
    return {
        "label": read.label,
        "score": round(read.score, 6),
        "confidence": round(read.confidence, 6),
        "p": {
            "negative": round(read.negative, 6),
            "neutral": round(read.neutral, 6),
            "positive": round(read.positive, 6),
        },
    }


@contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    if path == STANDARD:
        yield sys.stdin.buffer
        return
    with path.open("rb") as file:
        yield file


@contextmanager
def _writing(path: Path) -> Iterator[BinaryIO]:
    if path == STANDARD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with path.open("wb") as file:
        yield file
