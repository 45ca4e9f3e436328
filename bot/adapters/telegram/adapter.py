"""Telegram as one of our platforms: its life from the first request to the last."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from bot.adapters.telegram.api import connect
from bot.adapters.telegram.check import examine
from bot.adapters.telegram.deeds import Deeds
from bot.adapters.telegram.fields import Unreadable
from bot.adapters.telegram.inbound import ALLOWED_UPDATES, Heard, read, update_id
from bot.adapters.telegram.line import Line
from bot.adapters.telegram.menu import publish
from bot.adapters.telegram.messages import Me
from bot.adapters.telegram.people import PLATFORM
from bot.adapters.telegram.persist import Patience, ask
from bot.adapters.telegram.polling import Polling
from bot.adapters.telegram.ranks import Ranks
from bot.adapters.telegram.sender import Sender, Spot
from bot.adapters.telegram.voice import Callback, TelegramVoice
from bot.adapters.telegram.webhook import Webhook
from bot.posts import Limits, SendError
from bot.updates import ButtonPress, Chat, ChatMigrated, Command, Update
from core.i18n import speaking, t

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from starlette.routing import Route

    from bot.adapters.telegram.api import Json
    from bot.adapters.telegram.inbound import Checkout
    from bot.adapters.telegram.options import TelegramOptions
    from bot.ear import Ear
    from bot.posts import Action, Finding, Post
    from core.addresses import Address
    from core.roles import Role

log = structlog.get_logger(__name__)


class TelegramAdapter:
    """One bot on Telegram."""

    name = PLATFORM
    trusted = False
    limits = Limits(platform=(30, 1.0), chat=(1, 1.0), group=(20, 60.0))

    def __init__(self, options: TelegramOptions) -> None:
        """Ask nothing yet."""
        self._options = options
        self._api = connect(options)
        self._line = Line(options.token, self._moved)
        self._sender = Sender(self._api, self._line)
        self._ranks = Ranks(self._api, self._line)
        self._deeds = Deeds(self._api, self._line)
        self._webhook = Webhook(options.webhook_path, options.secret, self._hear)
        self._ear: Ear | None = None
        self._me = Me("", "")
        self._privileged: frozenset[str] = frozenset()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, ear: Ear) -> None:
        """Serve until cancelled; raises TokenRefused when Telegram does not know the token."""
        self._ear = ear
        try:
            await self._begin(ear)
            if self._options.mode == "webhook":
                await self._serve()
            else:
                await Polling(self._api, self._options.poll_timeout, self._hear).run()
        finally:
            await self._end()

    async def send(self, to: Address, post: Post) -> str:
        """Send a post and return the message's id; raises a `SendError` otherwise."""
        return await self._sender.send(Spot(to.chat_id, to.thread, post.reply_to), post)

    async def rank(self, chat_id: str, user_id: str) -> Role:
        """Return the user's role by Telegram's list; raises on doubt."""
        return await self._ranks.of(chat_id, user_id)

    async def act(self, action: Action) -> None:
        """Carry out an action; raises a `SendError` when Telegram refuses."""
        await self._deeds.carry_out(action)

    async def check(self, chats: Sequence[str] = ()) -> list[Finding]:
        """Return what is right and wrong with the token, the settings and the bot in ``chats``."""
        try:
            return await examine(self._api, self._options, chats)
        finally:
            if self._ear is None:
                await self._api.shutdown()

    def routes(self) -> list[Route]:
        """Return the webhook's route, for a web application that serves it with others."""
        return self._webhook.routes()

    async def _begin(self, ear: Ear) -> None:
        token = self._options.token
        await ask(self._api.initialize, token, Patience(), "saying hello")
        self._me = Me(str(self._api.bot.id), self._api.bot.username or "")
        privileged = (spec for spec in ear.commands if spec.ranked)
        self._privileged = frozenset(spec.name for spec in privileged)
        log.info("telegram works", bot=self._me.username, mode=self._options.mode)
        self._spawn(publish(self._api, self._line, ear.commands))

    async def _serve(self) -> None:
        if not self._options.listen:
            await self._register()
            await asyncio.Event().wait()
        host, port = self._options.listening
        await self._webhook.serve(host, port, self._register)

    async def _register(self) -> None:
        options = self._options
        await ask(
            lambda: self._api.set_webhook(
                options.webhook_target,
                allowed_updates=ALLOWED_UPDATES,
                secret_token=options.secret,
            ),
            options.token,
            Patience(),
            "setting the webhook",
        )

    async def _end(self) -> None:
        self._line.closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._api.shutdown()

    async def _hear(self, batch: Sequence[Json]) -> None:
        """Return after every update was committed; a chat's updates keep their order."""
        lanes: dict[str, list[Heard]] = {}
        for raw in batch:
            heard = self._read(raw)
            if heard is not None:
                lanes.setdefault(heard.lane, []).append(heard)
        await _all([self._spawn(self._hear_lane(lane)) for lane in lanes.values()])

    def _read(self, raw: Json) -> Heard | None:
        try:
            return read(raw, self._me, datetime.now(UTC))
        except Unreadable as error:
            log.warning("an update was skipped", update_id=update_id(raw), why=str(error))
            return None

    async def _hear_lane(self, lane: Sequence[Heard]) -> None:
        """Hand over in order; most need not wait for what was said before to be committed."""
        hearing: list[asyncio.Task[None]] = []
        for heard in lane:
            hearing.append(self._spawn(self._hear_one(heard)))
            if any(self._needs_rank(update) for update in heard.updates):
                await _all(hearing)
        await _all(hearing)

    def _needs_rank(self, update: Update) -> bool:
        """Say whether the ear may look at somebody's rights first, and so lose its turn."""
        is_privileged = isinstance(update, Command) and update.name in self._privileged
        return is_privileged or isinstance(update, ButtonPress)

    async def _hear_one(self, heard: Heard) -> None:
        if heard.ranks:
            self._ranks.forget(heard.ranks)
        if heard.checkout:
            await self._decline(heard.checkout)
        callback = self._callback(heard)
        for update in heard.updates:
            await self._hand_over(update, callback)
        if callback is not None and not heard.updates:
            self._spawn(_release(callback))

    async def _hand_over(self, update: Update, callback: Callback | None = None) -> None:
        if self._ear is not None:
            voice = TelegramVoice(self._sender, self._me, update, callback)
            await self._ear.hear(update, voice)

    def _callback(self, heard: Heard) -> Callback | None:
        if heard.callback is None:
            return None
        return Callback(heard.callback, self._api, self._line)

    async def _decline(self, checkout: Checkout) -> None:
        """Refuse a payment within Telegram's ten seconds, while none can be credited."""
        with speaking(checkout.language or ""):
            reason = t(
                "群里暂时还收不了 Telegram 支付，你没有被扣款。想付费请联系群主，换一种方式就好。"
            )
        try:
            await self._line.call(
                lambda: self._api.answer_pre_checkout_query(
                    checkout.id, ok=False, error_message=reason
                )
            )
        except SendError as error:
            log.warning("a checkout was not declined", error=str(error))

    async def _moved(self, old_id: str, new_id: str) -> None:
        """Tell the ear that a chat goes on under another id, learned from a refused send."""
        update = ChatMigrated(
            key=f"{PLATFORM}:{self._me.id}:moved:{old_id}:{new_id}",
            at=datetime.now(UTC),
            chat=Chat(PLATFORM, old_id),
            actor=self._me.person,
            new_id=new_id,
        )
        self._spawn(self._tell(update))

    async def _tell(self, update: Update) -> None:
        try:
            await self._hand_over(update)
        except Exception as error:  # noqa: BLE001 - the next send to the old id tells it again
            log.warning("a moved chat was not noted", error=type(error).__name__)

    def _spawn(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def _all(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Wait for every task, then raise the first error there was."""
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if result is not None:
            raise result


async def _release(callback: Callback) -> None:
    """Let a button stop turning that no handler can hear of."""
    try:
        await callback.answer()
    except SendError as error:
        log.debug("a press was not answered", error=str(error))
