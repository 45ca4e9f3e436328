"""The console for a person: who I am, which chat, what is said there, and buttons by number."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout

from bot.adapters.console import inbound
from bot.adapters.console.seat import Seat, help_lines
from core.refusal import Refusal

if TYPE_CHECKING:
    from bot.adapters.console.adapter import Console
    from bot.adapters.console.screen import Screen

PUMP_SECONDS = 1.0


async def talk(console: Console, screen: Screen) -> None:
    """Talk until the person leaves; letters come in while they think."""
    seat = Seat(console.scene.messages)
    prompt: PromptSession[str] = PromptSession()
    await console.start()
    with patch_stdout(raw=True):
        screen.notes(help_lines())
        pumping = asyncio.create_task(_pump(console))
        try:
            await _take_all(console, screen, seat, prompt)
        finally:
            pumping.cancel()
            with suppress(asyncio.CancelledError):
                await pumping


async def _take_all(
    console: Console, screen: Screen, seat: Seat, prompt: PromptSession[str]
) -> None:
    with suppress(EOFError, KeyboardInterrupt):
        while await take(console, screen, seat, await prompt.prompt_async(seat.prompt)):
            pass


async def take(console: Console, screen: Screen, seat: Seat, typed: str) -> bool:
    """Do what was typed; return False when the person leaves."""
    try:
        meant = seat.read(typed)
        if meant is None:
            return True
        if isinstance(meant, list):
            screen.notes(meant)
            return True
        goes_on = await console.do(inbound.made(**meant))
    except Refusal as refusal:
        screen.show({"error": refusal.said()})
        return True
    said = console.scene.messages.latest_of(meant["user"]) if meant["do"] == "say" else None
    if said is not None:
        screen.notes([said.id])
    return goes_on


async def _pump(console: Console) -> None:
    while True:
        await asyncio.sleep(PUMP_SECONDS)
        await console.pump()
