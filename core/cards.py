"""What is said: a card is a title, a text and buttons that every platform can show."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

BUTTON_LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Button:
    """A button that calls the handler declared with ``@button(action)``.

    ``arg`` is handed to the handler (at most 24 bytes of UTF-8); only the member ``owner`` may
    press it, anyone when None. A button with a ``url`` opens that address and calls nothing.
    """

    label: str
    action: str = ""
    arg: str = ""
    owner: int | None = None
    life: timedelta = BUTTON_LIFE
    url: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent along with a card."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Chart:
    """A line over time with its band, and bars of volume below it; drawn by whoever sends it.

    ``labels`` name the points along the time, a value of None is a gap in the line, and ``low``
    and ``high`` bound each value. ``value_name`` and ``volume_name`` stand beside the axes.
    """

    title: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    volumes: tuple[int, ...]
    value_name: str = ""
    volume_name: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """A named number with its bounds; ``note`` is how it reads, or why there is none."""

    label: str
    value: float | None
    low: float = 0.0
    high: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Intervals of several variants above those of their differences; drawn by whoever sends it.

    The first of ``arms`` is the control; ``unit`` stands behind their numbers, ``lifts_unit``
    behind those of the differences.
    """

    title: str
    arms: tuple[Interval, ...]
    lifts: tuple[Interval, ...]
    arms_name: str = ""
    lifts_name: str = ""
    unit: str = ""
    lifts_unit: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """Plain text in the reader's language; no platform's markup ever stands in it."""

    body: str
    title: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    image: bytes | None = None
    attachment: Attachment | None = None
    chart: Chart | Comparison | None = None

    @property
    def text(self) -> str:
        """Title and body as one plain text."""
        return f"{self.title}\n{self.body}" if self.title else self.body


def to_json(card: Card) -> dict[str, Any]:
    """Return the card as plain JSON values, for a letter that waits in the outbox."""
    return {
        "title": card.title,
        "body": card.body,
        "buttons": [[_button_to_json(button) for button in row] for row in card.buttons],
        "image": b64encode(card.image).decode() if card.image else None,
        "attachment": (
            [card.attachment.name, b64encode(card.attachment.content).decode()]
            if card.attachment
            else None
        ),
        "chart": asdict(card.chart) if card.chart else None,
    }


def from_json(data: dict[str, Any]) -> Card:
    """Return the card that `to_json` wrote."""
    attached = data.get("attachment")
    return Card(
        body=data["body"],
        title=data.get("title", ""),
        buttons=tuple(tuple(_button_from_json(item) for item in row) for row in data["buttons"]),
        image=b64decode(data["image"]) if data.get("image") else None,
        attachment=Attachment(attached[0], b64decode(attached[1])) if attached else None,
        chart=_chart_from_json(data["chart"]) if data.get("chart") else None,
    )


def _button_to_json(button: Button) -> dict[str, Any]:
    return {
        "label": button.label,
        "action": button.action,
        "arg": button.arg,
        "owner": button.owner,
        "life": button.life.total_seconds(),
        "url": button.url,
    }


def _button_from_json(data: dict[str, Any]) -> Button:
    return Button(**{**data, "life": timedelta(seconds=data["life"])})


def _chart_from_json(data: dict[str, Any]) -> Chart | Comparison:
    if "arms" in data:
        rows = {name: _intervals(data[name]) for name in ("arms", "lifts")}
        return Comparison(**{**data, **rows})
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
    }
    return Chart(**fields)


def _intervals(rows: list[dict[str, Any]]) -> tuple[Interval, ...]:
    return tuple(Interval(**row) for row in rows)
