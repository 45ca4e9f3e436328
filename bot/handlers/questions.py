"""Questions: asking, answering by a reply, accepting, finding helpful."""

from __future__ import annotations

from bot.context import Context
from bot.replies import Reply, Toast
from bot.routes import Rest, button, command, on
from bot.updates import Command, Message, Reaction
from core import communities, members, outbox, points, questions
from core.i18n import speaking
from core.members import Notification
from core.outbox import Letter
from core.questions import cards
from core.refusal import Refusal

HELPFUL = frozenset({"👍", "❤", "❤️", "🙏", "👏"})
# Telegram offers no ✅ among its reactions, so its nearest relatives count too.
ACCEPTING = frozenset({"✅", "☑️", "✔️", "🏆", "👌", "💯"})


@command("ask", "提一个问题", text="问题")
def ask(ctx: Context, text: Rest) -> Reply | tuple[Reply, ...]:
    """Put a question to the group; from a private chat it is posted into the community's group."""
    question = questions.ask(ctx.uow, ctx.member, text)
    subject = questions.question_subject(question.id)
    card = cards.asked(question, ctx.member.name)
    if ctx.private:
        return _ask_elsewhere(ctx, question, subject)
    message_id = ctx.update.message_id if isinstance(ctx.update, Command) else None
    if message_id:
        outbox.remember(ctx.uow, ctx.community.id, ctx.here, message_id, subject)
    return Reply(card, subject=subject)


@command("answer", "回答一个问题", number="编号", text="回答")
def answer(ctx: Context, number: int, text: Rest) -> Reply | tuple[Reply, ...]:
    """Answer a question by its number, from any chat and platform."""
    question = questions.by_number(ctx.uow, ctx.community.id, number)
    given = questions.answer(ctx.uow, ctx.member, question, text)
    if given is None:
        raise Refusal("不能回答自己的问题。要补充说明，直接在群里回复就好。")
    subject = questions.answer_subject(given.id)
    asker = _name(ctx, question.asker_id)
    _tell_asker(ctx, question, given)
    home = questions.home_of(ctx.uow, question)
    if home is not None and home != ctx.here:
        letter = Letter(
            community_id=ctx.community.id,
            key=f"answer-given:answer:{given.id}",
            to=home,
            card=cards.answered_elsewhere(question, given, asker, ctx.member.name),
            delivery=outbox.Delivery.ONCE,
            member_id=ctx.member.id,
            subject=subject,
        )
        outbox.post(ctx.uow, letter)
        return Reply(cards.sent_on(question))
    return Reply(cards.answered(question, given, asker, ctx.member.name), subject=subject)


@on(Message, where="reply")
def answer_by_reply(ctx: Context) -> Reply | None:
    """Take a reply to a question for an answer, unless it is the asker's own."""
    update = ctx.update
    if not isinstance(update, Message) or update.reply_to is None:
        return None
    question = questions.question_at(ctx.uow, ctx.community.id, ctx.here, update.reply_to)
    if question is None:
        return None
    given = questions.answer(ctx.uow, ctx.member, question, update.text)
    if given is None:
        return None
    subject = questions.answer_subject(given.id)
    outbox.remember(ctx.uow, ctx.community.id, ctx.here, update.message_id, subject)
    _tell_asker(ctx, question, given)
    asker = _name(ctx, question.asker_id)
    return Reply(cards.answered(question, given, asker, ctx.member.name), subject=subject)


@button("accept")
def accept(ctx: Context, arg: str) -> Reply:
    """Accept an answer by its button."""
    return _accept(ctx, int(arg))


@on(Reaction)
def react(ctx: Context) -> Reply | Toast | None:
    """Take 👍 for helpful and ✅ from the asker for accepted."""
    update = ctx.update
    if not isinstance(update, Reaction):
        return None
    given = questions.answer_at(ctx.uow, ctx.community.id, ctx.here, update.message_id)
    if given is None:
        return None
    if update.emoji in HELPFUL:
        vote = questions.upvote if update.added else questions.withdraw_upvote
        vote(ctx.uow, ctx.member, given)
        return None
    question = questions.by_id(ctx.uow, ctx.community.id, given.question_id)
    asked_by_them = question.asker_id == ctx.member.id and question.accepted_answer_id is None
    if update.added and update.emoji in ACCEPTING and asked_by_them:
        return _accept(ctx, given.id)
    return None


@command("unanswered", "看看哪些问题还没人回答")
def unanswered(ctx: Context) -> Reply:
    """List the questions that wait for an answer."""
    waiting = questions.unanswered(ctx.uow, ctx.community.id)
    names = members.names(ctx.uow, {question.asker_id for question in waiting})
    return Reply(cards.unanswered(waiting, names, ctx.uow.now))


def _accept(ctx: Context, answer_id: int) -> Reply:
    question, given = questions.accept(ctx.uow, ctx.member, answer_id)
    answerer = members.by_id(ctx.uow, given.answerer_id)
    before = points.balance(ctx.uow, answerer)
    ctx.uow.settle()
    earned = points.balance(ctx.uow, answerer) - before
    return Reply(cards.accepted(question, ctx.member.name, answerer.name, earned))


def _ask_elsewhere(ctx: Context, question: questions.Question, subject: str) -> Reply:
    places = communities.places_in(ctx.uow, ctx.community.id)
    if not places:
        raise Refusal("社群还没有启用任何群，暂时没法替你发问。")
    platform = ctx.update.chat.platform
    place = next((item for item in places if item.platform == platform), places[0])
    letter = Letter(
        community_id=ctx.community.id,
        key=f"asked:question:{question.id}",
        to=place.address,
        card=cards.asked(question, ctx.member.name),
        delivery=outbox.Delivery.ONCE,
        member_id=ctx.member.id,
        subject=subject,
    )
    outbox.post(ctx.uow, letter)
    return Reply(cards.asked_elsewhere(question, place.title or place.external_id))


def _tell_asker(ctx: Context, question: questions.Question, given: questions.Answer) -> None:
    """Write to an asker who wants to be told in private."""
    asker = members.by_id(ctx.uow, question.asker_id)
    to = members.address_of(ctx.uow, asker.id)
    if to is None or not members.notified(ctx.uow, asker.id, Notification.ANSWERS):
        return
    with speaking(asker.language):
        card = cards.answered_letter(question, given, ctx.member.name)
    letter = Letter(
        community_id=ctx.community.id,
        key=f"answer-told:answer:{given.id}",
        to=to,
        card=card,
        due=ctx.community.loud_from(ctx.uow.now, asker.zone),
        member_id=asker.id,
    )
    outbox.post(ctx.uow, letter)


def _name(ctx: Context, member_id: int) -> str:
    return members.names(ctx.uow, {member_id}).get(member_id, "")
