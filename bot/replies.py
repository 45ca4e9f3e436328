"""What a handler gives back: answers to the one who spoke."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.i18n import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from core.cards import Card


@dataclass(frozen=True, slots=True)
class Reply:
    """A card said back.

    ``private`` hides it from everyone but the asker, ``replace`` puts it in the place of the
    message whose button was pressed, and ``subject`` (``question:42``) is remembered for the sent
    message, so that replies and reactions to it are understood.
    """

    card: Card
    private: bool = False
    replace: bool = False
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Toast:
    """A short notice to whoever pressed a button (elsewhere it is said privately)."""

    text: str


@dataclass(frozen=True, slots=True)
class Act:
    """A deed on the platform to whoever spoke: ``approve_join`` or ``decline_join``, say."""

    kind: str


Answer = Reply | Toast | Act
Answers = Answer | tuple[Answer, ...] | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to be said back once the update is committed, and in whose language."""

    answers: tuple[Answer, ...] = ()
    community_id: int | None = None
    language: str = DEFAULT_LANGUAGE


NOTHING = Outcome()


def several(answers: Answers, *, private: bool) -> tuple[Answer, ...]:
    """Return what a handler gave back as a tuple, every reply of it hidden when ``private``."""
    if answers is None:
        return ()
    given = answers if isinstance(answers, tuple) else (answers,)
    return tuple(_hidden(answer) if private else answer for answer in given)


def _hidden(answer: Answer) -> Answer:
    return replace(answer, private=True) if isinstance(answer, Reply) else answer
