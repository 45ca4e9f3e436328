"""Training the spam model: the grammar, the disguises, the guard against leaks, the command."""

from __future__ import annotations

import gzip
import json
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from typer.testing import CliRunner

from bot.commands_moderation import app
from core.moderation.spam import corpus, generate, generate_evasion, train
from core.moderation.spam.corpus import abuse_lines, held_out, spam_lines
from core.refusal import Refusal
from core.text import letters

if TYPE_CHECKING:
    from pathlib import Path

run = CliRunner().invoke
FILES = ("spam", "spam_trade", "spam_lure", "ham", "ham_work")


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - the same lines every time are wanted


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write every set, small and made up, and let the grammar write few lines."""
    monkeypatch.setattr(corpus, "GENERATED_SPAM", 300)
    monkeypatch.setattr(corpus, "GENERATED_HAM", 300)
    monkeypatch.setattr(corpus, "GENERATED_WORK", 100)
    sets = {chat.name: chat.train for chat in corpus.CHATS}
    for name, learnt in sets.items():
        labels = ("off", "safe") if name == "cold" else ("happiness", "anger")
        rows = [
            f"{split}\t{labels[number % 2]}\t{name}的{split}第{number}句{'坏好'[number % 2]}话"
            for number in range(60)
            for split in (learnt, "dev", "test")
        ]
        _write(tmp_path / f"{name}.tsv.gz", rows)
    _write(tmp_path / "tgspam.tsv.gz", ["train\tspam\tcold的train第1句好话！"])
    return tmp_path


def _write(path: Path, rows: list[str]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")


def test_every_section_that_is_named_exists_and_can_be_expanded() -> None:
    grammar = generate.load(*FILES)
    rng = seeded(5)
    for section in grammar.sections:
        for _ in range(20):
            line = grammar.line(section, rng)
            assert not set("{}|") & set(line.replace(" | ", ""))


def test_every_alternative_closes_what_it_opens() -> None:
    grammar = generate.load(*FILES)
    rows = [row for section in grammar.sections.values() for row in section]
    assert len(rows) > 600
    assert all(row.count("(") == row.count(")") for row in rows)
    assert all(row.count("{") == row.count("}") for row in rows)


def test_the_same_seed_writes_the_same_lines() -> None:
    grammar = generate.load("spam", "spam_trade", "spam_lure")
    first, second = seeded(3), seeded(3)
    for _ in range(200):
        line = grammar.line("spam", first)
        assert line == grammar.line("spam", second)
        assert generate_evasion.disguise(line, first) == generate_evasion.disguise(line, second)


def test_a_likelier_alternative_comes_more_often() -> None:
    grammar = generate.Grammar(["# a remark", "[x]", "5*often", "seldom", "(a|b){y}", "[y]", "!"])
    lines = [grammar.line("x", seeded(seed)) for seed in range(700)]
    assert lines.count("often") > 3 * lines.count("seldom") > 0
    assert {"a!", "b!"} <= set(lines)


def test_an_unknown_section_is_named() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        generate.load("ham").line("nowhere", seeded(1))


def test_disguises_change_the_words_and_keep_something() -> None:
    text = "加微信领福利资源，联系客服"
    spaced = generate_evasion.split_up(text, seeded(2))
    assert spaced != text
    assert generate_evasion.look_alike(text, seeded(2)) != text
    assert generate_evasion.repeated(text, seeded(2)).count("联系") > 1
    assert generate_evasion.fragment(text, seeded(2)) in text
    assert "，" not in generate_evasion.bare(text, seeded(2))
    assert text in generate_evasion.padded(text, seeded(2))
    assert len(generate_evasion.rare(text, seeded(2))) == len(text)


def test_no_measured_text_is_trained_on(folder: Path) -> None:
    trained = {letters(line.text) for line in spam_lines(folder, seed=1)}
    assert letters("cold的train第1句好话") not in trained
    assert letters("cold的train第3句好话") in trained


def test_no_text_of_the_other_splits_teaches_abuse(folder: Path) -> None:
    _write(
        folder / "cold.tsv.gz",
        ["train\toff\t同一句，坏话", "train\toff\t另一句坏话", "test\toff\t同一句坏话！"],
    )
    texts = [line.text for line in abuse_lines(folder) if line.source == "cold"]
    assert texts == ["另一句坏话"]


def test_held_out_chat_is_not_trained_on(folder: Path) -> None:
    trained = {letters(line.text) for line in spam_lines(folder, seed=1)}
    for name, texts in held_out(folder).items():
        assert texts, name
        assert not trained & {letters(text) for text in texts}


def test_training_twice_gives_the_same_weights(folder: Path) -> None:
    first, second = train.train(folder, seed=4), train.train(folder, seed=4)
    assert np.array_equal(first.weights.table, second.weights.table)
    assert first.note == second.note
    assert first.lines["spam"]["generated_spam"] > 200


def test_training_without_a_set_says_which_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        train.train(tmp_path)
    assert "tgspam.tsv.gz" in caught.value.said()
    result = run(app, ["train", "--data", str(tmp_path), "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "tgspam.tsv.gz" in result.stderr
    assert not (tmp_path / "out").exists()


def test_the_command_writes_weights_and_their_manifest(folder: Path) -> None:
    out = folder / "out"
    result = run(app, ["train", "--data", str(folder), "--out", str(out)])
    assert result.exit_code == 0, result.output
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["spam.npz"]["seed"] == 1
    assert (out / "spam.npz").exists()


def test_each_line_is_scored_in_order_and_bad_bytes_are_reported() -> None:
    lines = "广告代发加v：kk8821，日结\n".encode() + b"\xff\n" + "今天作业是什么\n\n".encode()
    result = run(app, ["score"], input=lines)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert answers[0]["alarm"] is True
    assert answers[1] is None
    assert "第 2 行不是 UTF-8" in result.stderr
    assert answers[2]["alarm"] is False
    assert answers[3] == {"spam": 0.0, "abuse": 0.0, "alarm": False, "hint": False}
