"""The picture that goes with a card, drawn only when the card is about to be sent."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from core import pictures

if TYPE_CHECKING:
    from core.cards import Card

log = structlog.get_logger(__name__)


async def image_of(card: Card) -> bytes | None:
    """Return the card's picture; one that cannot be drawn is left out, since the words matter."""
    if card.chart is None:
        return card.image
    try:
        return await asyncio.to_thread(pictures.draw, card.chart)
    except Exception:
        log.exception("a picture could not be drawn")
        return card.image
