"""What is put into the console: a line of JSON is read into a deed or refused in plain words."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from core.i18n import t
from core.refusal import Refusal

LONGEST_LINE = 1_000_000
LARGEST_AMOUNT = 10**12
LONGEST_SILENCE = 366 * 24 * 3600
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise PydanticCustomError("nul", "a NUL character")
    return text


def _trimmed(text: str) -> str:
    if text != text.strip() or _CONTROL.search(text):
        raise PydanticCustomError("blank", "spaces around, or a line break")
    return text


def _moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise PydanticCustomError("timezone_aware", "not a date and time") from None


Text = Annotated[str, AfterValidator(_without_nul)]
Name = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_trimmed)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]


class Deed(BaseModel):
    """Something done on one of the two console platforms."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

    on: Literal["console", "console2"] = "console"


class Say(Deed):
    """A user sends a message; an ``id`` heard before makes it a redelivery.

    ``file`` is the name of a file sent along, ``forwarded`` the channel it was passed on from.
    """

    do: Literal["say"] = "say"
    user: Name
    chat: Name
    text: Text
    id: Name | None = None
    reply_to: Name | None = None
    file: Name | None = None
    forwarded: Name | None = None


class Press(Deed):
    """A user presses a button of the bot's, by its number from 1 or by its label."""

    do: Literal["press"] = "press"
    user: Name
    message: Name
    button: int | None = None
    label: Text | None = None

    @model_validator(mode="after")
    def _names_one_button(self) -> Press:
        if (self.button is None) == (self.label is None):
            raise PydanticCustomError("one_button", "a number or a label")
        return self


class React(Deed):
    """A user puts an emoji on a message, or takes it away."""

    do: Literal["react", "unreact"]
    user: Name
    message: Name
    emoji: Name


class Attend(Deed):
    """A user comes to a chat, leaves it, or asks to be let in.

    ``created`` is when their account was made.
    """

    do: Literal["join", "leave", "request_join"]
    user: Name
    chat: Name
    via: Name | None = None
    created: Moment | None = None


class Rank(Deed):
    """A user becomes an administrator of a chat on the platform's own list, or is one no longer."""

    do: Literal["promote", "demote"]
    user: Name
    chat: Name


class Pay(Deed):
    """The console's payment provider reports a payment, in minor units of ``currency``."""

    do: Literal["pay"] = "pay"
    user: Name
    order: Name
    amount: Annotated[int, Field(ge=-LARGEST_AMOUNT, le=LARGEST_AMOUNT)] = 0
    currency: Name = "CNY"
    charge: Name | None = None


class Refund(Deed):
    """The console's payment provider reports a refund."""

    do: Literal["refund"] = "refund"
    order: Name


class MoveClock(Deed):
    """The simulated clock moves forward."""

    do: Literal["clock"] = "clock"
    to: Moment


class Fail(Deed):
    """From now on the platform treats sends to a chat like this."""

    do: Literal["fail"] = "fail"
    chat: Name
    how: Literal["unreachable", "retry_after", "ambiguous", "ok"]
    seconds: Annotated[float, Field(gt=0, le=LONGEST_SILENCE)] | None = None

    @model_validator(mode="after")
    def _says_how_long(self) -> Fail:
        if self.how == "retry_after" and self.seconds is None:
            raise PydanticCustomError("no_seconds", "how many seconds")
        return self


class End(Deed):
    """The session is over."""

    do: Literal["end"] = "end"


AnyDeed = Say | Press | React | Attend | Rank | Pay | Refund | MoveClock | Fail | End
_DEEDS: TypeAdapter[AnyDeed] = TypeAdapter(Annotated[AnyDeed, Field(discriminator="do")])

_WRONG = {
    "missing": "缺少「{field}」。",
    "extra_forbidden": "不认识「{field}」这一项。",
    "string_type": "「{field}」要写成文字。",
    "string_too_short": "「{field}」不能为空。",
    "string_too_long": "「{field}」太长了，最多 64 个字符。",
    "blank": "「{field}」首尾不能有空格，中间不能换行。",
    "nul": "「{field}」里有不能用的字符。",
    "literal_error": "「{field}」不是可以写的值。",
    "int_type": "「{field}」要写成整数。",
    "float_type": "「{field}」要写成数字。",
    "timezone_aware": "「{field}」要写成带时区的时间，例如 2026-01-12T09:00:00+08:00。",
}
_WHOLE = {
    "json_invalid": "这一行不是正确的 JSON。",
    "dict_type": "这一行要写成一个 JSON 对象。",
    "union_tag_not_found": "缺少「do」，不知道要做什么。",
    "union_tag_invalid": "不认识这个「do」。",
    "one_button": "「button」和「label」要写一个，也只能写一个。",
    "no_seconds": "「retry_after」要用「seconds」写明多少秒。",
}


def read(line: bytes | str) -> AnyDeed:
    """Return what a line asks for; raise a `Refusal` that names what is wrong with it."""
    if len(line) > LONGEST_LINE:
        raise Refusal("这一行太长了。")
    try:
        return _DEEDS.validate_json(line)
    except ValidationError as error:
        raise Refusal("{reason}", reason=_reason(error)) from None


def made(**values: Any) -> AnyDeed:  # noqa: ANN401 - fields of any deed
    """Return a deed from its fields; raise a `Refusal` as `read` does."""
    try:
        return _DEEDS.validate_python(values)
    except ValidationError as error:
        raise Refusal("{reason}", reason=_reason(error)) from None


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    kind, place = first["type"], first["loc"]
    if kind in _WHOLE:
        return t(_WHOLE[kind])
    field = str(place[-1]) if place else ""
    if kind in _WRONG:
        return t(_WRONG[kind], field=field)
    return t("「{field}」的值不合适。", field=field)
