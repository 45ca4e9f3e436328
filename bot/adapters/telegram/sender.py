"""Sends and edits posts: each part of a plan as one request, whole or not at all where possible."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from telegram import InputMediaDocument, InputMediaPhoto, LinkPreviewOptions, ReplyParameters

from bot.adapters.telegram.outbound import CAPTION_UNITS, Part, plan, spelled_out, units
from bot.posts import Ambiguous, NotSent, Rejected, Throttled

if TYPE_CHECKING:
    from telegram import Message

    from bot.adapters.telegram.api import Api
    from bot.adapters.telegram.line import Line
    from bot.posts import Post

BETWEEN_PARTS = 1.0  # seconds; one chat takes about one message a second
LONGEST_PAUSE = 60.0
TRIES = 4
PICTURE_NAME = "card.png"
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a message goes: chat, forum topic, and the message that it answers."""

    chat_id: str
    thread: str | None = None
    reply_to: str | None = None

    @property
    def topic(self) -> int | None:
        """The forum topic as Telegram counts."""
        return int(self.thread) if self.thread and self.thread.isdecimal() else None

    @property
    def answered(self) -> ReplyParameters | None:
        """The message answered; it may be gone by then."""
        if not self.reply_to or not self.reply_to.isdecimal():
            return None
        return ReplyParameters(int(self.reply_to), allow_sending_without_reply=True)


class Sender:
    """Posts, on one line."""

    def __init__(self, api: Api, line: Line) -> None:
        """Keep what requests are made with."""
        self._api = api
        self._line = line

    async def send(self, spot: Spot, post: Post) -> str:
        """Send a post and return the id of the message that shows its text."""
        first, *rest = plan(post)
        shown = await self._part(spot, first)
        for part in rest:
            await asyncio.sleep(BETWEEN_PARTS)
            sent = await self._surely(replace(spot, reply_to=None), part)
            shown = sent if part.text else shown
        return shown

    async def edit(self, spot: Spot, message_id: str, post: Post) -> None:
        """Show a post in the place of a message; one that shows it already is a success."""
        first, *rest = plan(post)
        try:
            await self._edit(spot.chat_id, int(message_id), first)
        except Rejected as refusal:
            if "not modified" not in str(refusal):
                raise
        for part in rest:
            await asyncio.sleep(BETWEEN_PARTS)
            await self._surely(replace(spot, reply_to=None), part)

    async def _surely(self, spot: Spot, part: Part) -> str:
        """Send what follows a part that was delivered: "nothing was sent" would be wrong now."""
        for _ in range(TRIES):
            try:
                return await self._part(spot, part)
            except Throttled as halt:
                await asyncio.sleep(min(halt.seconds, LONGEST_PAUSE))
            except NotSent:
                await asyncio.sleep(BETWEEN_PARTS)
        raise Ambiguous("only the first messages of a long post were delivered")

    async def _part(self, spot: Spot, part: Part) -> str:
        try:
            return await self._whole(spot, part)
        except Rejected as refusal:
            # Telegram puts no button on an address of this machine or of a local network.
            plain = spelled_out(part)
            if plain == part or "url" not in str(refusal).lower():
                raise
            return await self._whole(spot, plain)

    async def _whole(self, spot: Spot, part: Part) -> str:
        async def request(chat: int | str) -> Message:
            if part.image is not None:
                return await self._photo(chat, spot, part, part.image)
            if part.file is not None:
                return await self._document(chat, spot, part, part.file.content, part.file.name)
            return await self._api.send_message(
                chat,
                part.text,
                entities=part.entities,
                link_preview_options=_NO_PREVIEW,
                message_thread_id=spot.topic,
                reply_parameters=spot.answered,
                reply_markup=part.keyboard,
            )

        return str((await self._line.at(spot.chat_id, request)).message_id)

    async def _photo(self, chat: int | str, spot: Spot, part: Part, image: bytes) -> Message:
        return await self._api.send_photo(
            chat,
            image,
            filename=PICTURE_NAME,
            caption=part.text or None,
            caption_entities=part.entities,
            message_thread_id=spot.topic,
            reply_parameters=spot.answered,
            reply_markup=part.keyboard,
        )

    async def _document(
        self, chat: int | str, spot: Spot, part: Part, content: bytes, name: str
    ) -> Message:
        return await self._api.send_document(
            chat,
            content,
            filename=name,
            caption=part.text or None,
            caption_entities=part.entities,
            message_thread_id=spot.topic,
            reply_parameters=spot.answered,
            reply_markup=part.keyboard,
        )

    async def _edit(self, chat_id: str, message_id: int, part: Part) -> None:
        media = _media(part)
        if media is not None:
            await self._line.at(
                chat_id,
                lambda chat: self._api.edit_message_media(
                    media, chat, message_id, reply_markup=part.keyboard
                ),
            )
            return
        try:
            await self._line.at(
                chat_id,
                lambda chat: self._api.edit_message_text(
                    part.text,
                    chat,
                    message_id,
                    entities=part.entities,
                    link_preview_options=_NO_PREVIEW,
                    reply_markup=part.keyboard,
                ),
            )
        except Rejected as refusal:
            # The message is a picture or a file: its caption is what can be read.
            if "no text in the message" not in str(refusal) or units(part.text) > CAPTION_UNITS:
                raise
            await self._caption(chat_id, message_id, part)

    async def _caption(self, chat_id: str, message_id: int, part: Part) -> None:
        await self._line.at(
            chat_id,
            lambda chat: self._api.edit_message_caption(
                chat,
                message_id,
                caption=part.text,
                caption_entities=part.entities,
                reply_markup=part.keyboard,
            ),
        )


def _media(part: Part) -> InputMediaPhoto | InputMediaDocument | None:
    caption, entities = part.text or None, part.entities
    if part.image is not None:
        return InputMediaPhoto(
            part.image, caption=caption, caption_entities=entities, filename=PICTURE_NAME
        )
    if part.file is not None:
        return InputMediaDocument(
            part.file.content, caption=caption, caption_entities=entities, filename=part.file.name
        )
    return None
