"""One person, two platforms, one wallet: the story that the tests play and the recording shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.end_to_end.town import found

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.end_to_end.town import Town
    from tests.standins.discord_people import User as DiscordUser
    from tests.standins.telegram_world import User as TelegramUser

    Join = Callable[[Town, TelegramUser, DiscordUser], None]

QUESTION = "早起背单词总犯困，大家有什么办法？"
ANSWER = "先站着读十分钟，再坐下来默写，困意就过去了。"
LINK_CODE = r"\b([2-9A-Z]{8})\b"
BALANCE = r"你现在有 (\d+) 积分"


def one_wallet(town: Town, join: Join) -> tuple[str, str]:
    """Play the story; return what the answerer reads about points: on Telegram, on Discord."""
    found_community(town)
    asker, answerer = town.tg.user("小满"), town.tg.user("阿柚")
    answerer_there = town.resident_of_discord("阿柚")
    join(town, answerer, answerer_there)

    town.says(asker, town.group, f"/ask {QUESTION}")
    number = int(found(r"#(\d+)", town.reads(town.group, QUESTION).text))
    town.slash(answerer_there, "answer", number=number, text=ANSWER)
    offer = town.reads(town.group, ANSWER)
    town.presses(asker, offer, "✅ 采纳")
    town.reads(town.group, "采纳了 阿柚")

    town.says(answerer, answerer.private, "/points")
    here = town.reads(answerer.private, BALANCE).text
    return here, town.slash(answerer_there, "points")


def found_community(town: Town) -> None:
    """Set up the community on Telegram, then bring the Discord server into it."""
    town.says(town.founder, town.group, "/setup")
    town.reads(town.group, "已启用")
    code = found(r"/setup (\S+)", town.reads(town.founder.private, "/setup").text)
    town.slash(town.founder_there, "setup", code=code)


def from_telegram(town: Town, here: TelegramUser, there: DiscordUser) -> None:
    """Join two accounts by a code that Telegram gives in private."""
    town.says(here, here.private, "/link")
    code = found(LINK_CODE, town.reads(here.private, LINK_CODE).text)
    town.slash(there, "link", code=code)


def from_discord(town: Town, here: TelegramUser, there: DiscordUser) -> None:
    """Join two accounts by a code that Discord shows to one person only."""
    code = found(LINK_CODE, town.slash(there, "link"))
    town.says(here, here.private, f"/link {code}")
    answer = town.reads(here.private, r"\S").text
    if "/link" in answer:
        town.slash(there, "link", code=found(LINK_CODE, answer))
