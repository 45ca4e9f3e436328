"""The challenge: hand-written chat messages that trip models, each judged as an owner would."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from core.text import Reading

LINES = Path(__file__).resolve().parents[2] / "tests" / "core" / "sentiment" / "challenge.tsv"
FEELINGS = (
    "fact",
    "negation",
    "contrast",
    "emoji",
    "slang",
    "code_mixed",
    "traditional",
    "sarcasm",
)
ASKING = ("question",)
THANKING = ("thanks", "non_thanks")
SCREENED = ("spam", "evasion", "innocent")
KINDS = (*ASKING, *FEELINGS, *THANKING, *SCREENED)
ONLY_A_HINT = "abuse"


@dataclass(frozen=True, slots=True)
class Line:
    """A message, what makes it hard, and what a reasonable group owner expects."""

    kind: str
    expectation: str
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A line and what was made of it instead, empty when it was read as expected."""

    line: Line
    instead: str

    @property
    def right(self) -> bool:
        """Tell whether the line was read as expected."""
        return not self.instead


def read_challenge() -> list[Line]:
    """Return every line of the challenge, in the file's order."""
    rows = LINES.read_text("utf-8").splitlines()[1:]
    return [Line(*row.split("\t")) for row in rows]


def judge(lines: Iterable[Line], read: Callable[[str], Reading]) -> list[Verdict]:
    """Read every line and say which were misread."""
    return [Verdict(line, _instead(line, read(line.text))) for line in lines]


def accuracy(verdicts: Iterable[Verdict]) -> dict[str, float]:
    """Return the share of lines of each kind that were read as expected."""
    right: dict[str, list[bool]] = defaultdict(list)
    for verdict in verdicts:
        right[verdict.line.kind].append(verdict.right)
    return {kind: round(sum(found) / len(found), 4) for kind, found in right.items()}


def _instead(line: Line, reading: Reading) -> str:
    """Return what was read instead of the expectation; a question must be neutral too."""
    if line.kind in ASKING:
        heard = "question" if reading.question else "statement"
        if heard == line.expectation and reading.sentiment.label != "neutral":
            return reading.sentiment.label
    elif line.kind in THANKING:
        heard = "thanks" if reading.thanks else "none"
    elif line.kind in SCREENED:
        return _screened_instead(line, {hit.rule for hit in reading.hits})
    else:
        heard = reading.sentiment.label
    return "" if heard == line.expectation else heard


def _screened_instead(line: Line, rules: set[str]) -> str:
    if line.expectation == "clean":
        return ", ".join(sorted(rules))
    return "" if rules - {ONLY_A_HINT} else "clean"
