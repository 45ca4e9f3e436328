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

app = typer.Typer(help="Train the sentiment model, and score texts.", no_args_is_help=True)


class ModelName(StrEnum):
    """The models that may score."""

    DEFAULT = "default"
    PERMISSIVE = "permissive"
    SNOWNLP = "snownlp"


class Sets(StrEnum):
    """Which labelled sets to train on."""

    DEFAULT = "default"
    PERMISSIVE = "permissive"


@app.command()
def score(
    source: Annotated[
        Path, typer.Option("--in", help="UTF-8 text, one per line; - reads stdin.")
    ] = STANDARD,
    target: Annotated[Path, typer.Option("--out", help="JSON lines; - writes stdout.")] = STANDARD,
    model: Annotated[ModelName, typer.Option(help="Which model scores.")] = ModelName.DEFAULT,
) -> None:
    """Answer each line of text with one line of JSON, in order; null where it is not UTF-8."""
    from core import sentiment  # noqa: PLC0415 - keeps `--help` quick

    scorer = sentiment.model_named(model.value)
    with _reading(source) as lines, _writing(target) as out:
        for number, line in enumerate(lines, start=1):
            out.write(json.dumps(_answer(scorer, line, number), ensure_ascii=False).encode())
            out.write(b"\n")


@app.command()
def train(
    sets: Annotated[
        Sets, typer.Option(help="default: every set; permissive: those licensed so.")
    ] = Sets.DEFAULT,
    data: Annotated[
        Path, typer.Option(envvar="QUNZHU_DATA", help="Folder of the sets, <set>.tsv.gz.")
    ] = Path("data"),
    out: Annotated[
        Path | None, typer.Option(help="Where weights and manifest go; by default those in use.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same weights.")] = 1,
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
