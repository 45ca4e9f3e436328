"""The router: an update on its way from being heard to what is said back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot import arguments, cards
from bot.context import Context
from bot.flood import Verdict
from bot.hearing import Crowd, Heard, follow, overheard, visitor
from bot.replies import NOTHING, Outcome, Reply, Toast, several
from bot.seals import BrokenSealError, ExpiredSealError
from bot.tenancy import SETUP
from bot.updates import (
    ButtonPress,
    ChatMigrated,
    Command,
    JoinRequested,
    Message,
    MessageDeleted,
    as_command,
)
from core import bootstrap, inbox, members
from core.i18n import speaking
from core.refusal import Refusal
from core.roles import Role
from core.writer import alone, is_outage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from bot.declarations import Declarations
    from bot.flood import Flood
    from bot.replies import Answer, Answers
    from bot.routes import Handler
    from bot.seals import Pressed, Seals
    from bot.tenancy import Tenancy, Tenant
    from bot.updates import Update
    from bot.watch import Watch
    from core.cards import Card
    from core.text.reading import Reading
    from core.uow import UnitOfWork
    from core.writer import Writer

log = structlog.get_logger(__name__)


class Router:
    """Turns updates into answers, each in its own unit of work."""

    def __init__(  # noqa: PLR0913, PLR0917 - it is where everything meets
        self,
        writer: Writer,
        declarations: Declarations,
        seals: Seals,
        tenancy: Tenancy,
        flood: Flood,
        watch: Watch,
    ) -> None:
        """Know whom to ask."""
        self.writer = writer
        self.declarations = declarations
        self.seals = seals
        self.tenancy = tenancy
        self._flood = flood
        self._watch = watch
        self._crowd = Crowd(tenancy)

    def ranked(self, update: Update) -> bool:
        """Say whether the platform must be asked for the role of whoever asks for something."""
        if isinstance(update, Command):
            spec = self.declarations.command(update.name)
            return spec is not None and spec.ranked
        if isinstance(update, ButtonPress):
            button = self.declarations.buttons.get(update.data.partition("|")[0])
            return button is not None and button.ranked
        return False

    def hear(
        self, update: Update, role: Role | None = None, reading: Reading | None = None
    ) -> Future[Outcome]:
        """Queue an update's work; the future ends after the commit.

        It is read right before its transaction, unless that was done already. While the platform
        was not asked for the role, a message in which something is found gives a
        `bot.hearing.Doubt`, and nothing is kept of it.
        """
        asked = isinstance(update, Command | ButtonPress)
        verdict = self._flood.judge(update) if asked else Verdict.SERVE
        heard = Heard(update, role, reading, verdict)
        if self.declarations.quiet(update):
            return self.writer.submit_item(self._crowd.take_in, heard, self._read)
        return self.writer.submit_item(alone, heard, self._deeds)

    def _read(self, many: Sequence[Heard]) -> list[Heard]:
        unread = [heard for heard in many if heard.reading is None]
        readings = iter(self._watch.read([heard.update for heard in unread]))
        return [one if one.reading else one.understood(next(readings)) for one in many]

    def _deeds(self, many: Sequence[Heard]) -> list[Callable[[UnitOfWork], Outcome]]:
        return [partial(self._serve, heard=heard) for heard in self._read(many)]

    def _serve(self, uow: UnitOfWork, heard: Heard) -> Outcome:
        update = heard.update
        if heard.doubt is not None:
            return heard.doubt
        if not inbox.fresh(uow, [update.key]):
            return NOTHING
        tenant = self.tenancy.find(uow, update, heard.rank)
        if tenant is None:
            return self._turn_away(update, heard.rank)
        if isinstance(update, MessageDeleted | ChatMigrated):
            follow(uow, update, tenant)
            return NOTHING
        if update.actor.bot:
            return Outcome((Reply(cards.anonymous()),)) if isinstance(update, Command) else NOTHING
        ctx = self._context(uow, heard, tenant)
        with speaking(ctx.member.language):
            answers = () if ctx.removed else self._answers(ctx, heard)
        return Outcome(answers, tenant.community.id, ctx.member.language)

    def _turn_away(self, update: Update, role: Role) -> Outcome:
        if not isinstance(update, Command):
            return NOTHING
        if update.chat.private:
            return Outcome((Reply(cards.stranger()),))
        if update.name == SETUP:
            return Outcome((Reply(_not_set_up(update, role)),))
        known = self.declarations.command(update.name) is not None
        return Outcome((Reply(cards.unbound()),)) if known else NOTHING

    def _context(self, uow: UnitOfWork, heard: Heard, tenant: Tenant) -> Context:
        update, place = heard.update, tenant.place
        inside = place is not None and not isinstance(update, JoinRequested)
        sighting = bootstrap.sighting(
            tenant.community, place.chat_id if place and inside else None, visitor(update)
        )
        member = members.recognise_one(uow, sighting)
        removed = False
        if isinstance(update, Message) and place is not None and heard.reading is not None:
            said = overheard(update, place, heard.reading, heard.rank)
            known = {tenant.community.id: tenant.community}
            removed = bool(bootstrap.note(uow, [(said, member)], known))
        return Context(
            update=update,
            community=tenant.community,
            member=member,
            role=self._role(heard, member),
            uow=uow,
            place=place,
            reading=heard.reading,
            removed=removed,
            commands=tuple(self.declarations.commands.values()),
            bind_code=lambda: self.tenancy.code(uow, tenant.community),
        )

    def _role(self, heard: Heard, member: members.Member) -> Role:
        actor = heard.update.actor
        owner = self.tenancy.owns(actor.platform, actor.id)
        return Role.OWNER if owner else max(heard.rank, member.role)

    def _answers(self, ctx: Context, heard: Heard) -> tuple[Answer, ...]:
        if heard.verdict is not Verdict.SERVE:
            return (Toast(cards.flood()),) if heard.verdict is Verdict.NOTICE else ()
        update = heard.update
        if isinstance(update, Command):
            return self._command(ctx, update)
        if isinstance(update, ButtonPress):
            return self._press(ctx, update)
        if isinstance(update, Message) and update.text.strip() in self.declarations.aliases:
            return self._command(ctx, as_command(update))
        return self._listeners(ctx)

    def _command(self, ctx: Context, said: Command) -> tuple[Answer, ...]:
        spec = self.declarations.command(said.name)
        if spec is None:
            return self._unknown(ctx, said)
        private = spec.private or ctx.private
        with speaking(ctx.member.language if private else ctx.community.language):
            if ctx.role < spec.role:
                return (Reply(cards.too_low(cards.role_name(spec.role)), private=spec.private),)

            def handle() -> Answers:
                return spec.handler(ctx, **arguments.read(ctx, spec, said))  # type: ignore[no-any-return]

            return self._carefully(ctx, handle, private=spec.private)

    def _unknown(self, ctx: Context, said: Command) -> tuple[Answer, ...]:
        nearest = self.declarations.nearest(said.name)
        alone = ctx.private or self.tenancy.trusts(said.chat.platform)
        if nearest is None and not alone:
            return ()
        return (Reply(cards.unknown(said.name[:32], nearest), private=True),)

    def _press(self, ctx: Context, press: ButtonPress) -> tuple[Answer, ...]:
        pressed = self._opened(ctx, press)
        spec = self.declarations.buttons.get(pressed.action) if pressed else None
        if pressed is None or spec is None:
            return (Toast(cards.stale()),)
        if pressed.owner is not None and pressed.owner != ctx.member.id:
            return (Toast(cards.not_yours()),)
        if ctx.role < spec.role:
            return (Toast(cards.too_low(cards.role_name(spec.role)).body),)

        def handle() -> Answers:
            if spec.once and not inbox.fresh(ctx.uow, [f"pressed:{pressed.id}"]):
                return Toast(cards.spent())
            return _call(spec.handler, ctx, pressed.arg)

        with speaking(ctx.member.language if ctx.private else ctx.community.language):
            return self._carefully(ctx, handle, toast=True)

    def _opened(self, ctx: Context, press: ButtonPress) -> Pressed | None:
        # What is said to one person alone is sealed for them, wherever the platform shows it.
        # What is said to a whole space appears in one of its channels.
        for chat_id in filter(None, (press.chat.id, press.actor.id, press.chat.space)):
            try:
                return self.seals.open(press.data, press.chat.platform, chat_id, ctx.uow.now)
            except BrokenSealError:
                continue
            except ExpiredSealError:
                return None
        log.warning("a button was not ours", key=press.key)
        return None

    def _listeners(self, ctx: Context) -> tuple[Answer, ...]:
        answers: list[Answer] = []
        language = ctx.member.language if ctx.private else ctx.community.language
        with speaking(language):
            for spec in self.declarations.listening(ctx.update):

                def handle(handler: Handler = spec.handler) -> Answers:
                    return handler(ctx)  # type: ignore[no-any-return]

                answers.extend(self._carefully(ctx, handle))
        return tuple(answers)

    def _carefully(
        self, ctx: Context, handle: Handler, *, private: bool = False, toast: bool = False
    ) -> tuple[Answer, ...]:
        """Run a handler so that a refusal or a crash undoes all it did, and is answered."""
        try:
            with ctx.uow.attempt():
                return several(handle(), private=private)
        except Refusal as refusal:
            said = refusal.said()
            return (Toast(said) if toast else Reply(cards.refusal(said), private=private),)
        except Exception as error:
            if is_outage(error):
                raise
            log.exception("a handler crashed", key=ctx.update.key)
            return (Reply(cards.apology(), private=private),)


def _not_set_up(update: Update, role: Role) -> Card:
    if update.actor.bot:
        return cards.anonymous()
    if role < Role.ADMIN:
        return cards.too_low(cards.role_name(Role.ADMIN))
    return cards.setup_pending()


def _call(handler: Handler, ctx: Context, arg: str) -> Answers:
    return handler(ctx, arg)  # type: ignore[no-any-return]
