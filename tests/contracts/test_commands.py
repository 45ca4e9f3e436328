"""What every command must honour, found wherever it is declared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot import cards
from bot.declarations import Declarations
from bot.routes import Kind
from core.i18n import LANGUAGES, speaking
from core.roles import Role
from tests.bot.front import Front, alone, group, person, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.routes import CommandSpec

COMMANDS = tuple(Declarations.collect().commands.values())
NAME = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS = 100
DISCORD_TEXT = 100
DISCORD_CHOICES = 25
ODD = (
    "",
    "1",
    "0",
    "-1",
    "#1 好",
    "99999999999999999999999999 好",
    "９ 好",
    "@nobody premium 30d",
    "@nobody",
    "id:0 vip 1年",
    "id: x",
    '"',
    "“引号 没有完",
    "近7天",
    "名称",
    "免打扰 25-99",
    "语言 \u202e\u200b",
    "字" * 3001,
    "a|b|c",
    "👩‍👩‍👧‍👦" * 30,
    "{name} {0} {",
    "一\n二　三",
)

every_command = pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory, sqlite_template: bytes) -> Iterator[Front]:
    """Serve one community to all of them: every command is tried by a newcomer of its own."""
    path: Path = tmp_path_factory.mktemp("commands") / "qunzhu.db"
    path.write_bytes(sqlite_template)
    with Front(f"sqlite:///{path}") as front:
        yield front


def test_there_are_no_more_commands_than_a_platform_lists() -> None:
    assert 0 < len(COMMANDS) <= MOST_COMMANDS


@every_command
def test_its_name_is_one_that_every_platform_takes(spec: CommandSpec) -> None:
    assert NAME.fullmatch(spec.name)


@every_command
def test_its_handler_says_what_it_is_for(spec: CommandSpec) -> None:
    assert (spec.handler.__doc__ or "").strip()


@every_command
def test_its_title_is_said_in_every_language(spec: CommandSpec) -> None:
    titles = {spec.title_in(language) for language in LANGUAGES}
    assert len(titles) == len(LANGUAGES)
    assert all(0 < len(title) <= DISCORD_TEXT for title in titles)


@every_command
def test_its_parameters_are_said_in_every_language(spec: CommandSpec) -> None:
    for parameter in spec.parameters:
        titles = {parameter.title_in(language) for language in LANGUAGES}
        assert len(titles) == len(LANGUAGES), parameter.name
        assert all(0 < len(title) <= DISCORD_TEXT for title in titles)
        assert NAME.fullmatch(parameter.name)


@every_command
@every_language
def test_its_choices_differ_in_every_language(spec: CommandSpec, language: str) -> None:
    with speaking(language):
        for parameter in spec.parameters:
            shown = [choice.shown for choice in parameter.choices or ()]
            assert len(set(shown)) == len(shown) <= DISCORD_CHOICES
            assert bool(shown) is (parameter.kind is Kind.CHOICE)


@every_command
def test_what_it_needs_comes_before_what_it_can_do_without(spec: CommandSpec) -> None:
    required = [parameter.required for parameter in spec.parameters]
    assert required == sorted(required, reverse=True)


@every_command
def test_nothing_comes_after_the_rest_of_the_line(spec: CommandSpec) -> None:
    assert all(parameter.kind is not Kind.REST for parameter in spec.parameters[:-1])


@every_command
@every_language
def test_a_newcomer_is_answered_in_a_group_and_in_private(
    front: Front, spec: CommandSpec, language: str
) -> None:
    newcomer = person(f"{spec.name}-{language}", language=language)
    with capture_logs() as logged:
        for chat in (group("g1"), alone(newcomer)):
            answers = front.says(newcomer, f"/{spec.name}", chat, role=Role.OWNER)
            assert words(answers).strip()
            assert not _apologises(words(answers))
    assert not logged


@every_command
def test_whatever_is_written_behind_it_is_no_crash(front: Front, spec: CommandSpec) -> None:
    newcomer = person(f"{spec.name}-odd")
    with capture_logs() as logged:
        for text in ODD:
            answers = front.says(newcomer, f"/{spec.name} {text}", role=Role.OWNER)
            assert answers, text
            assert not _apologises(words(answers)), text
    assert not logged


@every_command
def test_it_is_listed_in_the_help_of_whoever_may_use_it(front: Front, spec: CommandSpec) -> None:
    listed = words(front.says(person("helped"), "/help", role=spec.role))
    assert spec.name in {"start", "help"} or f"/{spec.name}" in listed


def _apologises(said: str) -> bool:
    for language in LANGUAGES:
        with speaking(language):
            if cards.apology().body in said:
                return True
    return False
