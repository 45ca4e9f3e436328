"""Templates: what a group's owner may compare, without knowing what a recipe is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from core.experiments.experiment import BUCKETS, Surface, Variant
from core.i18n import LANGUAGES, speaking, t
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

HOURS = 24
_HOUR = re.compile(r"(\d{1,2})(?:[:：]00|[点时]|h)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Option:
    """One way of doing it; ``key`` names the variant, ``title`` is what is read and typed."""

    key: str
    title: str
    recipe: Mapping[str, Any]

    @property
    def shown(self) -> str:
        """The title in the spoken language."""
        return t(self.title)

    @property
    def spellings(self) -> frozenset[str]:
        """What may be typed for it: the key, and the title in any language."""
        spelled = {self.key}
        for language in LANGUAGES:
            with speaking(language):
                spelled.add(self.shown.lower())
        return frozenset(spelled)


@dataclass(frozen=True, slots=True)
class Template:
    """What is compared, where at first, and the options; hours of the day have none listed."""

    title: str
    surface: Surface
    options: tuple[Option, ...] = ()

    @property
    def shown(self) -> str:
        """The title in the spoken language."""
        return t(self.title)


WAYS = Template(
    title="两种推荐方式",
    surface=Surface.COMMAND,
    options=(
        Option("all", title="综合", recipe={"models": [], "discount": 0.0}),
        Option("popular", title="热门", recipe={"models": ["popular"], "discount": 0.0}),
        Option("neighbours", title="同学", recipe={"models": ["item_neighbours"], "discount": 0.0}),
        Option("path", title="顺序", recipe={"models": ["transitions"], "discount": 0.0}),
        Option(
            "content", title="内容相近", recipe={"models": ["content", "profile"], "discount": 0.0}
        ),
        Option("fresh", title="冷门", recipe={"models": [], "discount": 0.3}),
    ),
)
COPIES = Template(
    title="两种文案",
    surface=Surface.COMMAND,
    options=(
        Option("plain", title="标准", recipe={"copy": ""}),
        Option("next", title="接着学", recipe={"copy": "next"}),
        Option("try", title="试一试", recipe={"copy": "try"}),
    ),
)
TIMES = Template(title="两个发送时间", surface=Surface.LETTER)
_OPTIONS = {option.key: option for option in chain(WAYS.options, COPIES.options)}


def variants(template: Template, first: str, second: str) -> tuple[Variant, Variant]:
    """Return the two variants that somebody typed, half of the members each."""
    control, other = _recipe(template, first), _recipe(template, second)
    if control[0] == other[0]:
        raise Refusal("两个方案是一样的，比不出高下，请选两个不同的。")
    half = BUCKETS // 2
    return Variant(control[0], half, control[1]), Variant(other[0], half, other[1])


def shown(variant: str) -> str:
    """Return a variant's name as it is read."""
    option = _OPTIONS.get(variant)
    return option.shown if option else variant


def _recipe(template: Template, typed: str) -> tuple[str, Mapping[str, Any]]:
    word = typed.strip().lower()
    if not template.options:
        return _hour(word)
    for option in template.options:
        if word in option.spellings:
            return option.key, option.recipe
    raise Refusal(
        "没有「{typed}」这种，可以选：{options}。",
        typed=typed[:20],
        options=t("、").join(option.shown for option in template.options),
    )


def _hour(word: str) -> tuple[str, Mapping[str, Any]]:
    found = _HOUR.fullmatch(word)
    if found is None or int(found[1]) >= HOURS:
        raise Refusal(
            "发送时间要写成 0 到 23 的整点，比如 12 或 20 点，不能是「{typed}」。", typed=word[:20]
        )
    return f"{int(found[1])}:00", {"hour": int(found[1])}
