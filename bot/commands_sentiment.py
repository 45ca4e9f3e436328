"""``qunzhu sentiment``: score texts, train the model, and fit it to one's own labelled lines."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.lines import STANDARD, answer_many, reading
from bot.options import Data, Seed, Source, Target, Weights  # noqa: TC001 - typer reads the annotations
from bot.terminal import check_folder, fail
from core.i18n import t
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.sentiment import Model
    from core.sentiment.labels import Labelled
    from core.text.reading import Label, Sentiment

FOLDER = "QUNZHU_SENTIMENT_FOLDER"
ANSWERS: dict[str, Label] = {"1": "positive", "2": "neutral", "3": "negative"}
QUESTION = "1 积极 / 2 中性 / 3 消极 / 回车跳过 / q 结束"

Folder = Annotated[Path, typer.Option(envvar=FOLDER, help="自己的标注和校准放在哪个文件夹")]

app = typer.Typer(help="训练和使用情绪模型。", no_args_is_help=True)


class ModelName(StrEnum):
    """The models that may score."""

    DEFAULT = "default"
    PERMISSIVE = "permissive"
    SNOWNLP = "snownlp"


class OwnModel(StrEnum):
    """The models that may be calibrated."""

    DEFAULT = "default"
    PERMISSIVE = "permissive"


class Sets(StrEnum):
    """Which labelled sets to train on."""

    DEFAULT = "default"
    PERMISSIVE = "permissive"


@app.command(help="逐行读文字，逐行写 JSON；不是 UTF-8 的行答 null。")
def score(
    source: Source = STANDARD,
    target: Target = STANDARD,
    model: Annotated[ModelName, typer.Option(help="用哪个模型")] = ModelName.DEFAULT,
    folder: Annotated[
        Path | None, typer.Option(envvar=FOLDER, help="校准所在的文件夹；不写就不校准")
    ] = None,
    *,
    six: Annotated[bool, typer.Option("--six", help="另加六种情绪各有多大可能")] = False,
) -> None:
    """Answer each line of text with one line of JSON, in order; null where it is not UTF-8."""
    from core import sentiment  # noqa: PLC0415 - keeps `--help` quick

    try:
        scorer = sentiment.model_named(model.value, folder)
    except Refusal as problem:
        fail(problem.said())
    answer_many(source, target, lambda texts: _answers(scorer, texts, six=six))


@app.command(help="训练一套权重，连同 sha256 一起写好。")
def train(
    sets: Annotated[
        Sets, typer.Option(help="default：全部数据；permissive：只用许可宽松的")
    ] = Sets.DEFAULT,
    data: Data = Path("data"),
    out: Weights = None,
    seed: Seed = 1,
) -> None:
    """Train the weights of one name, and write them with their sha256 into the manifest."""
    from core.sentiment import WEIGHTS, weights  # noqa: PLC0415 - keeps `--help` quick
    from core.sentiment import train as training  # noqa: PLC0415
    from core.sentiment.corpus import sets_folder  # noqa: PLC0415

    folder = out or WEIGHTS
    check_folder(folder)
    try:
        report = training.train(sets_folder(data), seed=seed, sets=sets.value)
    except Refusal as problem:
        fail(f"{problem.said()}数据从哪里来，见 docs/sentiment.md。")
    folder.mkdir(parents=True, exist_ok=True)
    weights.save(folder / f"{sets.value}.npz", report.weights, report.note)
    typer.echo(json.dumps(report.note, ensure_ascii=False))


@app.command(help="添加自己的标注：整个文件，或一条条地问。")
def label(
    source: Annotated[
        Path | None,
        typer.Option("--in", help="已标注的文件，一行一条：标签<TAB>文字；- 读标准输入"),
    ] = None,
    ask: Annotated[
        Path | None, typer.Option(help="未标注的文件，一行一条，逐条询问；不写就自己输入")
    ] = None,
    folder: Folder = Path("data/sentiment"),
) -> None:
    """Keep labelled lines in a file of the installation, from a file or by asking."""
    from core.sentiment import labels  # noqa: PLC0415 - keeps `--help` quick

    try:
        if source:
            with reading(source) as rows:
                lines = labels.parse(rows)
            labels.keep(folder, lines)
        else:
            for line in _asked(_typed() if ask is None else _unlabelled(ask)):
                labels.keep(folder, [line])
        kept = len(labels.read_labels(folder))
    except Refusal as problem:
        fail(problem.said())
    typer.echo(f"现有 {kept} 条标注：{folder / labels.LABELS_FILE}")


@app.command(help="用自己的标注校准模型的把握，并说清校准前后的误差。")
def calibrate(
    model: Annotated[OwnModel, typer.Option(help="校准哪个模型")] = OwnModel.DEFAULT,
    folder: Folder = Path("data/sentiment"),
) -> None:
    """Fit the model's sureness to the kept lines, and write the calibration beside them."""
    from core.sentiment import calibrate as fitting  # noqa: PLC0415 - keeps `--help` quick
    from core.sentiment import calibration, labels, named, weights  # noqa: PLC0415

    try:
        lines = labels.read_labels(folder)
        found = fitting.calibrate(named.own_model(model.value), lines)
    except Refusal as problem:
        fail(problem.said())
    path = named.WEIGHTS / f"{model.value}.npz"
    calibration.save_calibration(folder, found, weights.digest(path))
    typer.echo(f"{found.lines} 条标注，轮流留出一部分不参与校准：")
    for title, measured in (("校准前", found.before), ("校准后", found.after)):
        typer.echo(f"{title}：判错 {measured.wrong:.1%}，对数损失 {measured.surprise:.3f}")
    typer.echo(f"已写好 {folder / calibration.CALIBRATION_FILE}；设置 {FOLDER}={folder} 后生效。")


def _typed() -> Iterator[str]:
    while text := typer.prompt("文字（回车结束）", default="", show_default=False).strip():
        yield text


def _unlabelled(path: Path) -> Iterator[str]:
    try:
        return iter(path.read_text("utf-8-sig").splitlines())
    except UnicodeDecodeError:
        fail(t("{file} 不是 UTF-8 文字。", file=path))


def _asked(texts: Iterator[str]) -> Iterator[Labelled]:
    """Ask how each text feels, until there are no more or somebody has had enough."""
    from core.sentiment.labels import Labelled  # noqa: PLC0415 - keeps `--help` quick

    for text in filter(str.strip, texts):
        typer.echo(text)
        answer = typer.prompt(QUESTION, default="", show_default=False).strip()
        if answer == "q":
            return
        if answer in ANSWERS:
            yield Labelled(ANSWERS[answer], " ".join(text.split()))


def _answers(scorer: Model, texts: Sequence[str], *, six: bool) -> Iterator[dict[str, Any]]:
    for text, read in zip(texts, scorer.score_many(texts), strict=True):
        yield _answer(read) | ({"emotions": _emotions(scorer, text)} if six else {})


def _emotions(scorer: Model, text: str) -> dict[str, float]:
    return {name: round(share, 6) for name, share in scorer.emotions(text).items()}


def _answer(read: Sentiment) -> dict[str, Any]:
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
