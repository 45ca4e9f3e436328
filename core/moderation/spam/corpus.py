"""What the spam model learns from and is measured on: generated lines, and sets of chat."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from core.moderation.spam import generate
from core.moderation.spam.generate_evasion import disguise, split_up
from core.refusal import Refusal
from core.text import letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COURSE_CHAT = Path(__file__).parents[2] / "sentiment" / "data" / "course_chat.tsv"
SPAM_SECTION, HAM_SECTION, WORK_SECTION = "spam", "ham", "work"
GENERATED_SPAM = 100_000
GENERATED_HAM = 70_000
GENERATED_HAM_WEIGHT = 1.0
# Numbers, codes and offers are what advertisements are made of too, so these speak more softly.
GENERATED_WORK = 20_000
GENERATED_WORK_WEIGHT = 0.25
SPLIT_HAM = 0.03
COURSE_TIMES = 3
HELD_BACK_PERCENT = 20
MEASURED = "tgspam"
ABUSE = "cold"
POLITE_WEIGHT = 0.3
POLITE = frozenset({"happiness", "like", "pos", "none", "neu"})


@dataclass(frozen=True, slots=True)
class Chat:
    """A set of everyday lines, permissively licensed; ``train`` names its training split.

    Where that is the only split, a fifth of the rows is held back by their digest.
    """

    name: str
    train: str = "train"
    held_back: bool = False


CHATS = (
    Chat("nlpcc2013"),
    Chat("weibo8"),
    Chat("weibo100k_part"),
    Chat("cped", train="dev", held_back=True),
    Chat(ABUSE),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One text: whether it is what is looked for (spam, or abuse), and how much it weighs."""

    source: str
    text: str
    label: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a set as it is given."""

    split: str
    label: str
    text: str


def sets_folder(data: Path) -> Path:
    """Return the folder of labelled sets: the one given, or its subfolder for them."""
    return data / "sentiment" if (data / "sentiment").is_dir() else data


def spam_lines(folder: Path, *, seed: int) -> list[Line]:
    """Return what the spam head learns from: generated lines, everyday chat, no measured text."""
    measured = {letters(row.text) for row in rows(folder, MEASURED)}
    lines = [*_advertisements(seed), *_innocent(seed), *_working(seed), *_everyday(folder)]
    kept = _once(line for line in lines if letters(line.text) not in measured)
    course = [Line("course_chat", text, label=False) for text in course_chat()]
    return [*kept, *course * COURSE_TIMES]


def abuse_lines(folder: Path) -> list[Line]:
    """Return what the abuse head learns from: COLD's training split, and friendly chat.

    No text whose letters stand in the development or test split is left.
    """
    given = rows(folder, ABUSE)
    kept_away = {letters(row.text) for row in given if row.split != "train"}
    labelled = [Line(ABUSE, r.text, r.label == "off") for r in given if r.split == "train"]
    friendly = [
        Line(chat.name, row.text, label=False, weight=POLITE_WEIGHT)
        for chat in CHATS
        for row in _training(chat, rows(folder, chat.name))
        if row.label in POLITE
    ]
    course = [Line("course_chat", text, label=False) for text in course_chat()]
    everything = _once([*labelled, *friendly, *course])
    return [line for line in everything if letters(line.text) not in kept_away]


def held_out(folder: Path) -> dict[str, list[str]]:
    """Return everyday chat that is never trained on, by the name of its set."""
    found: dict[str, list[str]] = {}
    for chat in CHATS:
        given = rows(folder, chat.name)
        taken = {letters(row.text) for row in _training(chat, given)}
        found[chat.name] = [row.text for row in given if letters(row.text) not in taken]
    return found


def rows(folder: Path, name: str) -> list[Row]:
    """Return every row of a set; a Refusal names one that is not there."""
    path = folder / f"{name}.tsv.gz"
    if not path.exists():
        raise Refusal("{folder} 里没有 {file}。", folder=path.parent, file=path.name)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [Row(*line.rstrip("\n").split("\t", 2)) for line in file]


def course_chat() -> list[str]:
    """Return our own lines of course chat."""
    lines = COURSE_CHAT.read_text("utf-8").splitlines()
    return [line.split("\t", 1)[1] for line in lines]


def _advertisements(seed: int) -> Iterator[Line]:
    rng = Random(seed)  # noqa: S311 - the same lines every time are wanted
    grammar = generate.load("spam", "spam_trade", "spam_lure")
    for _ in range(GENERATED_SPAM):
        yield Line("generated_spam", disguise(grammar.line(SPAM_SECTION, rng), rng), label=True)


def _innocent(seed: int) -> Iterator[Line]:
    rng = Random(seed + 1)  # noqa: S311 - the same lines every time are wanted
    grammar = generate.load("ham")
    for _ in range(GENERATED_HAM):
        text = grammar.line(HAM_SECTION, rng)
        text = split_up(text, rng) if rng.random() < SPLIT_HAM else text
        yield Line("generated_ham", text, label=False, weight=GENERATED_HAM_WEIGHT)


def _working(seed: int) -> Iterator[Line]:
    rng = Random(seed + 2)  # noqa: S311 - the same lines every time are wanted
    grammar = generate.load("ham", "ham_work")
    for _ in range(GENERATED_WORK):
        text = grammar.line(WORK_SECTION, rng)
        yield Line("generated_work", text, label=False, weight=GENERATED_WORK_WEIGHT)


def _everyday(folder: Path) -> Iterator[Line]:
    for chat in CHATS:
        for row in _training(chat, rows(folder, chat.name)):
            yield Line(chat.name, row.text, label=False)


def _training(chat: Chat, given: Iterable[Row]) -> Iterator[Row]:
    for row in given:
        if row.split == chat.train and not (chat.held_back and _held_back(row.text)):
            yield row


def _held_back(text: str) -> bool:
    digest = md5(text.encode(), usedforsecurity=False).hexdigest()
    return int(digest, 16) % 100 < HELD_BACK_PERCENT


def _once(lines: Iterable[Line]) -> list[Line]:
    return list({line.text: line for line in lines}.values())
