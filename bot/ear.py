"""The one seam between asynchronous platforms and the synchronous rooms: hear, commit, answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot import cards
from bot.hearing import Doubt
from bot.images import image_of
from bot.posts import Action, NotSent, Post, SendError, Throttled
from bot.replies import NOTHING, Act, Outcome, Reply, Toast
from bot.updates import ButtonPress, Command
from core import communities, members, outbox
from core.addresses import Address
from core.i18n import speaking
from core.roles import Role
from core.writer import DatabaseUnavailableError, is_outage

if TYPE_CHECKING:
    from bot.lanes import Lanes
    from bot.posts import Platform, Voice
    from bot.replies import Answer
    from bot.router import Router
    from bot.routes import CommandSpec
    from bot.updates import Chat, Update
    from core.uow import UnitOfWork

# An answer that would have to wait longer than this becomes a letter.
PATIENCE = 3.0

log = structlog.get_logger(__name__)


class Ear:
    """What one platform's adapter talks to."""

    def __init__(self, platform: Platform, router: Router, lanes: Lanes) -> None:
        """Hear for one platform."""
        self._platform = platform
        self._router = router
        self._lanes = lanes
        self._speaking: set[asyncio.Task[None]] = set()
        self._patience = PATIENCE
        self.commands: tuple[CommandSpec, ...] = tuple(router.declarations.commands.values())
        lanes.open(platform.name, platform.limits)

    async def hear(self, update: Update, voice: Voice) -> None:
        """Return once the update is committed; its answers are said afterwards, in the background.

        Raises `core.writer.DatabaseUnavailableError` when nothing was kept: try again later.
        """
        try:
            outcome = await self._heard(update)
        except Exception as error:
            if isinstance(error, DatabaseUnavailableError) or is_outage(error):
                raise
            # It would break again, and everything behind it would wait for ever.
            log.exception("an update broke and is left out", key=update.key)
            asked = isinstance(update, Command | ButtonPress)
            outcome = Outcome((Reply(cards.apology()),)) if asked else NOTHING
        task = asyncio.create_task(self._say_all(update, outcome, voice))
        self._speaking.add(task)
        task.add_done_callback(self._speaking.discard)

    async def settle(self, *, ending: bool = False) -> None:
        """Wait until every answer is said; when ``ending``, one that must wait is posted."""
        if ending:
            self._patience = 0.0
        while self._speaking:
            await asyncio.gather(*self._speaking)

    async def marks(self) -> dict[str, str]:
        """Return the last message id heard in each chat of this platform."""
        return await asyncio.to_thread(self._marks)

    async def is_ours(self, chat: Chat) -> bool:
        """Say whether a chat, or the space around it, belongs to a community."""
        return await asyncio.to_thread(self._is_ours, chat)

    def halted(self) -> float:
        """Return for how many seconds the whole platform asked for silence."""
        return self._lanes.silence(Address(self._platform.name, ""))

    def _marks(self) -> dict[str, str]:
        with self._router.writer.read() as uow:
            return communities.marks(uow, self._platform.name)

    def _is_ours(self, chat: Chat) -> bool:
        with self._router.writer.read() as uow:
            keys = [(chat.platform, chat.id), (chat.platform, chat.space or chat.id)]
            return bool(communities.places(uow, keys))

    async def _heard(self, update: Update) -> Outcome:
        role = await self._role(update) if self._router.ranked(update) else None
        outcome = await asyncio.wrap_future(self._router.hear(update, role))
        if isinstance(outcome, Doubt):
            role = await self._role(update)
            outcome = await asyncio.wrap_future(self._router.hear(update, role, outcome.reading))
        return outcome

    async def _role(self, update: Update) -> Role:
        chats = [update.chat.id]
        if update.chat.private:
            chats = await asyncio.to_thread(self._chats_around, update)
        return max([await self._rank(chat, update) for chat in chats], default=Role.MEMBER)

    async def _rank(self, chat_id: str, update: Update) -> Role:
        try:
            return await self._platform.rank(chat_id, update.actor.id)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the answer is no
            log.warning("a role could not be asked for", key=update.key, error=_name(error))
            return Role.MEMBER

    def _chats_around(self, update: Update) -> list[str]:
        with self._router.writer.read() as uow:
            home = members.home_community(uow, update.actor.platform, update.actor.id)
            if home is None:
                return []
            platform = update.chat.platform
            return [
                p.external_id for p in communities.places_in(uow, home) if p.platform == platform
            ]

    async def _say_all(self, update: Update, outcome: Outcome, voice: Voice) -> None:
        with speaking(outcome.language):
            for number, answer in enumerate(outcome.answers):
                await self._say_carefully(update, outcome, answer, voice, number)
            try:
                await voice.finish()
            except SendError as error:
                log.warning("an answer was not finished", key=update.key, error=_name(error))

    async def _say_carefully(
        self, update: Update, outcome: Outcome, answer: Answer, voice: Voice, number: int
    ) -> None:
        try:
            await self._say(update, outcome, answer, voice, number)
        except SendError as error:
            log.warning("an answer was not said", key=update.key, error=_name(error))
        except Exception:
            log.exception("an answer broke", key=update.key)

    async def _say(
        self, update: Update, outcome: Outcome, answer: Answer, voice: Voice, number: int
    ) -> None:
        if isinstance(answer, Toast):
            await self._toast(update, answer, voice)
            return
        if isinstance(answer, Act):
            here = _addressee(update, private=False)
            await self._platform.act(Action(answer.kind, here, update.actor.id))
            return
        to = _addressee(update, private=answer.private)
        post = await self._post(answer, update, to)
        try:
            await self._patiently(to)
            if answer.replace and isinstance(update, ButtonPress):
                await voice.replace(post)
                return
            message_id = await voice.say(post, private=answer.private)
        except (Throttled, NotSent) as error:
            self._halt(to, error)
            await self._post_instead(update, outcome, answer, to, number)
            return
        if message_id and answer.subject and outcome.community_id is not None:
            await self._remember(outcome.community_id, update, message_id, answer.subject)

    async def _toast(self, update: Update, toast: Toast, voice: Voice) -> None:
        if isinstance(update, ButtonPress):
            await voice.toast(toast.text)
        else:
            await voice.say(Post(toast.text), private=True)

    async def _patiently(self, to: Address) -> None:
        waited = 0.0
        while (pause := self._lanes.wait(to)) > 0:
            waited += pause
            if waited > self._patience:
                raise Throttled(pause, whole=False)
            await asyncio.sleep(pause)

    def _halt(self, to: Address, error: SendError) -> None:
        if isinstance(error, Throttled):
            self._lanes.halt(to, error.seconds, whole=error.whole)

    async def _post(self, answer: Reply, update: Update, to: Address) -> Post:
        card = answer.card
        return Post(
            card.body,
            card.title,
            self._router.seals.keys(card, to, self._router.writer.clock.now()),
            await image_of(card),
            card.attachment,
            reply_to=_message_of(update),
        )

    async def _post_instead(
        self, update: Update, outcome: Outcome, answer: Reply, to: Address, number: int
    ) -> None:
        community_id = outcome.community_id
        if community_id is None:
            return

        def write(uow: UnitOfWork) -> None:
            letter = outbox.Letter(
                community_id=community_id,
                key=f"answer:{update.key}:{number}"[:200],
                to=to,
                card=answer.card,
                subject=answer.subject,
            )
            outbox.post(uow, letter)

        await asyncio.wrap_future(self._router.writer.submit(write))

    async def _remember(
        self, community_id: int, update: Update, message_id: str, subject: str
    ) -> None:
        here = _addressee(update, private=False)
        await asyncio.wrap_future(
            self._router.writer.submit(
                lambda uow: outbox.remember(uow, community_id, here, message_id, subject)
            )
        )


def _addressee(update: Update, *, private: bool) -> Address:
    chat, actor = update.chat, update.actor
    if private and not chat.private:
        return Address(chat.platform, actor.id, private=True)
    return Address(chat.platform, chat.id, chat.private, chat.thread)


def _message_of(update: Update) -> str | None:
    if isinstance(update, Command):
        return update.message_id
    return None if isinstance(update, ButtonPress) else getattr(update, "message_id", None)


def _name(error: Exception) -> str:
    return type(error).__name__
