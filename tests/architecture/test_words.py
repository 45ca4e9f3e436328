"""Every sentence that members read has an English one, and the two speak of the same things."""

from __future__ import annotations

import re
from dataclasses import dataclass

from babel.messages.pofile import read_po

from tests.architecture.sentences import fields, sentences, unreadable
from tests.architecture.sources import ROOT, assert_none, sources

# A comma, colon, … of the Latin kind right after a Chinese character.
LATIN_MARK = re.compile(r"[\u4e00-\u9fff][,;:?!]")
ENGLISH = ROOT / "core" / "locale" / "en"


@dataclass(frozen=True, slots=True)
class _Entry:
    where: str
    chinese: str
    english: str
    fuzzy: bool


def _entries() -> list[_Entry]:
    entries = []
    for path in sorted(ENGLISH.glob("*.po")):
        with path.open("rb") as file:
            entries += [
                _Entry(
                    f"{path.relative_to(ROOT).as_posix()}:{message.lineno}: {message.id!r}",
                    str(message.id),
                    str(message.string),
                    message.fuzzy,
                )
                for message in read_po(file)
                if message.id
            ]
    return entries


def test_what_is_said_is_literal() -> None:
    assert_none(found for source in sources() for found in unreadable(source))


def test_a_chinese_sentence_has_chinese_punctuation() -> None:
    assert_none(
        f"{sentence.where} has Latin punctuation"
        for sentence in sentences()
        if LATIN_MARK.search(sentence.text)
    )


def test_every_sentence_is_given_the_fields_it_names() -> None:
    assert_none(
        f"{sentence.where} names {_names(fields(sentence.text))} "
        f"and is given {_names(sentence.given)}"
        for sentence in sentences()
        if sentence.given is not None and fields(sentence.text) != sentence.given
    )


def test_every_sentence_has_an_english_one() -> None:
    known = {entry.chinese for entry in _entries() if entry.english and not entry.fuzzy}
    assert_none(
        f"{sentence.where} has no English" for sentence in sentences() if sentence.text not in known
    )


def test_every_entry_of_a_catalogue_is_said() -> None:
    said = {sentence.text for sentence in sentences()}
    assert_none(
        f"{entry.where} is said nowhere" for entry in _entries() if entry.chinese not in said
    )


def test_a_translation_has_the_fields_of_its_sentence() -> None:
    assert_none(
        f"{entry.where} differs in its fields"
        for entry in _entries()
        if fields(entry.chinese) != fields(entry.english)
    )


def test_a_sentence_is_translated_the_same_way_everywhere() -> None:
    english: dict[str, _Entry] = {}
    assert_none(
        f"{entry.where} is translated otherwise in {first.where}"
        for entry in _entries()
        if (first := english.setdefault(entry.chinese, entry)).english != entry.english
    )


def _names(fields_: frozenset[str]) -> str:
    return ", ".join(sorted(fields_)) or "nothing"
