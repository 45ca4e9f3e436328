"""What people do on Discord is heard as our updates, over the real sockets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.updates import (
    Command,
    MemberJoined,
    MemberLeft,
    Message,
    MessageDeleted,
    Person,
    Reaction,
)

if TYPE_CHECKING:
    from tests.bot.adapters.discord.harness import Notebook
    from tests.standins.discord import Discord
    from tests.standins.discord_people import User
    from tests.standins.discord_world import Channel, Guild

pytestmark = pytest.mark.usefixtures("running")


def test_a_message_in_a_guild_is_heard_with_its_channel_and_guild(
    dc: Discord, ear: Notebook, guild: Guild, channel: Channel, bob: User
) -> None:
    said = bob.says(channel, "大家好")
    dc.until(lambda: ear.of(Message), "the message is heard")
    [heard] = ear.of(Message)
    assert heard.text == "大家好"
    assert (heard.chat.id, heard.chat.space, heard.chat.title) == (channel.id, guild.id, "闲聊")
    assert (heard.message_id, heard.mark) == (said.id, said.id)
    assert heard.actor == Person("discord", bob.id, "小波", username="bob")
    assert heard.key == f"discord:{dc.bot.id}:m:{said.id}"
    assert heard.at.isoformat() == said.sent_at


def test_a_private_message_is_heard_under_the_user_s_own_id(
    dc: Discord, ear: Notebook, bob: User
) -> None:
    bob.says(bob.dm, "悄悄问一句")
    dc.until(lambda: ear.of(Message), "the message is heard")
    [heard] = ear.of(Message)
    assert heard.chat.private
    assert heard.chat.id == bob.id
    assert heard.mark is None


def test_a_reply_names_the_message_it_replies_to(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    question = bob.says(channel, "列表怎么去重？")
    bob.says(channel, "用 set 就行", reply_to=question)
    dc.until(lambda: len(ear.of(Message)) == 2, "both are heard")
    assert [heard.reply_to for heard in ear.of(Message)] == [None, question.id]


def test_a_thread_is_a_chat_of_its_own(
    dc: Discord, ear: Notebook, guild: Guild, channel: Channel, bob: User
) -> None:
    thread = dc.thread(channel, "作业讨论")
    bob.says(thread, "第三题怎么做")
    dc.until(lambda: ear.of(Message), "the message is heard")
    chat = ear.of(Message)[0].chat
    assert (chat.id, chat.space, chat.title) == (thread.id, guild.id, "作业讨论")


def test_the_opening_post_of_a_forum_is_heard_with_its_title(
    dc: Discord, ear: Notebook, guild: Guild, bob: User
) -> None:
    forum = dc.channel(guild, "提问区", forum=True)
    thread = bob.opens(forum, "怎么安装编辑器？", "试了两次都失败")
    dc.until(lambda: ear.of(Message), "the post is heard")
    [heard] = ear.of(Message)
    assert heard.text == "怎么安装编辑器？\n试了两次都失败"
    assert heard.chat.id == heard.message_id == thread.id


def test_bots_and_webhooks_are_not_heard(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    machine = dc.user("别的机器人")
    machine.account.bot = True
    machine.says(channel, "嘀")
    bob.says(channel, "人说的话")
    dc.until(lambda: ear.of(Message), "the message is heard")
    assert [heard.actor.name for heard in ear.of(Message)] == ["小波"]


def test_mentions_are_people_and_read_as_their_names(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    lily = dc.user("莉莉", "lily")
    bob.says(channel, f"谢谢 {lily.mention}", mentions=(lily,))
    dc.until(lambda: ear.of(Message), "the message is heard")
    [heard] = ear.of(Message)
    assert heard.text == "谢谢 @莉莉"
    assert [someone.id for someone in heard.mentions] == [lily.id]


@pytest.mark.parametrize("sign", ["/", "!"])
def test_a_command_may_be_typed_as_text(
    dc: Discord, ear: Notebook, channel: Channel, bob: User, sign: str
) -> None:
    lily = dc.user("莉莉", "lily")
    bob.says(channel, f"{sign}gift {lily.mention} 5", mentions=(lily,))
    dc.until(lambda: ear.of(Command), "the command is heard")
    [heard] = ear.of(Command)
    assert (heard.name, heard.args) == ("gift", f"id:{lily.id} 5")
    assert heard.options is None
    assert [someone.id for someone in heard.mentions] == [lily.id]


def test_a_typed_command_knows_whose_message_it_replies_to(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    lily = dc.user("莉莉", "lily")
    answer = lily.says(channel, "用 set 就行")
    bob.says(channel, "/gift 5", reply_to=answer)
    dc.until(lambda: ear.of(Command), "the command is heard")
    [heard] = ear.of(Command)
    assert heard.reply_to == answer.id
    assert heard.reply_author is not None
    assert heard.reply_author.id == lily.id


def test_other_bots_commands_stay_ordinary_messages(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    bob.says(channel, "!play 小夜曲")
    bob.says(bob.dm, "/whatever")
    dc.until(lambda: len(ear.heard) == 2, "both are heard")
    assert [heard.text for heard in ear.of(Message)] == ["!play 小夜曲"]
    assert [heard.name for heard in ear.of(Command)] == ["whatever"]


def test_a_command_may_follow_a_mention_of_the_bot(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    bob.says(channel, f"<@{dc.bot.id}> /ask 怎么退课？", mentions=(dc.bot,))
    dc.until(lambda: ear.of(Command), "the command is heard")
    assert ear.of(Command)[0].args == "怎么退课？"


def test_reactions_are_heard_each_as_a_deed_of_its_own(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    said = bob.says(channel, "我做完了")
    bob.reacts(said, "👍")
    bob.reacts(said, "👍", added=False)
    bob.reacts(said, "👍")
    dc.until(lambda: len(ear.of(Reaction)) == 3, "the reactions are heard")
    assert [heard.added for heard in ear.of(Reaction)] == [True, False, True]
    assert {(heard.message_id, heard.emoji) for heard in ear.of(Reaction)} == {(said.id, "👍")}
    assert len({heard.key for heard in ear.of(Reaction)}) == 3


def test_whoever_takes_a_reaction_away_keeps_their_name(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    lily = dc.user("莉莉", "lily")
    said = lily.says(channel, "我做完了")
    bob.reacts(said, "👍", added=False)
    bob.reacts(bob.says(bob.dm, "在吗"), "👍")
    dc.until(lambda: len(ear.of(Reaction)) == 2, "the reactions are heard")
    assert {heard.actor for heard in ear.of(Reaction)} == {
        Person("discord", bob.id, "小波", username="bob")
    }


def test_coming_and_going_are_heard_in_the_guild(dc: Discord, ear: Notebook, guild: Guild) -> None:
    lily = dc.user("莉莉", "lily")
    lily.joins(guild)
    lily.leaves(guild)
    dc.until(lambda: ear.of(MemberLeft), "the leaving is heard")
    [joined], [left] = ear.of(MemberJoined), ear.of(MemberLeft)
    assert joined.actor == left.actor == Person("discord", lily.id, "莉莉", username="lily")
    assert (joined.chat.id, joined.chat.space) == (guild.id, guild.id)
    assert left.chat == joined.chat


def test_a_deleted_message_is_heard_by_its_id(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    said = bob.says(channel, "说错了")
    bob.deletes(said)
    dc.until(lambda: ear.of(MessageDeleted), "the deletion is heard")
    assert ear.of(MessageDeleted)[0].message_id == said.id


def test_what_the_database_could_not_take_is_heard_again_in_order(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    ear.outages = 3
    for number in range(5):
        bob.says(channel, f"第{number}句")
    dc.until(lambda: len(ear.of(Message)) == 5, "all is heard")
    assert [heard.text for heard in ear.of(Message)] == [f"第{number}句" for number in range(5)]
