"""How advertisers hide: look-alike characters, separators, noise, repetition, fragments."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

SEPARATORS = (
    " ",
    ".",
    "-",
    "/",
    "·",
    "*",
    "_",
    "、",
    "|",
    "~",
    "+",
    "丨",
    "  ",
    "❤",
    "🔥",
    "\u200b",
)
_SIGNS = "αεκзсхвжнηχłᴥ╬┃│─━┏┓░●◎◉◍◕◔◠◡◌ღ₳₫€※☞➽➷❀✺☀☎☛⊗⦿❍꯭͜͡\u0330\u0347ふのデビナ"
_LOOK_ALIKE_ROWS = """
加咖伽迦珈茄嘉佳㖙 微薇徽溦葳威魏危围 信芯伩訫馨 群裙峮羣 扣抠蔻釦叩口囗 片騙偏篇乒 钱錢浅芊鎹
赚賺鎌 世迣丗鉽 界鎅堺畍 杯柸盃 投炷殳头 注炷疰洙註 博愽镈膊
彩埰採綵綵 票嫖漂飘 送俻洬颂 充茺珫铳 存洊荐拵 款窾歀 元沅芫朊
开開幵湃 户沪戸护 卡咔佧拤 号呺昊浩 收荍攸 出岀础 代袋玳岱
发蕟髪癹 刷唰涮 单単丹殚 兼蒹縑鎌 职聀織职 资姿咨粢 源沅鎱
福褔辐幅 利俐莉痢 网枉罔惘 投设 联聯莲 系係糸 看着瞰砍
频濒頻 道噵衜 担但旦 保堡褓煲 价阶介 低氐詆 高髙槁
每苺烸 天兲忝迗 日曰囸 结洁拮 稳隐穩 安桉鞍 全荃洤
实宲實 力仂刕 平泙坪 台抬苔 册珊栅 现哯 金唫淦釒
赢嬴羸 上尚仩丄 下芐吓丅 分玢芬吩 点奌典 来莱唻倈 找戓
我莪硪 你伱沵祢 好恏郝 友伖 包苞枹 会荟浍 免勉冕
费鐨废 领岺 红葒鋐 万萬卐 百佰陌 千仟芊 大夶汏
小尒晓 人亽仌 口囗 名洺茗 头兜 像潒 商墒
品榀
"""
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_PUNCTUATION = re.compile(r"[，。！、；：~]")
_PINYIN = {
    "微信": "weixin",
    "加": "jia",
    "群": "qun",
    "钱": "q",
    "赚": "zuan",
    "银行": "yh",
    "支付宝": "zfb",
    "兼职": "jz",
    "贷款": "dk",
    "私聊": "sl",
    "联系": "lx",
    "资源": "zy",
    "视频": "sp",
    "福利": "fl",
}


def disguise(line: str, rng: Random) -> str:
    """Return the line as it is, or hidden in one or two of the ways that are known."""
    if rng.random() < 0.45:  # noqa: PLR2004 - a little less than half stay open
        return line
    for _ in range(rng.choice((1, 1, 2))):
        line = rng.choice(_WAYS)(line, rng)
    return line


def split_up(line: str, rng: Random) -> str:
    """Put one kind of separator between the characters of one run, or of all."""
    separator = rng.choice(SEPARATORS)
    runs = list(_HAN_RUN.finditer(line))
    if not runs:
        return line
    if rng.randrange(3) == 0:
        return _HAN_RUN.sub(lambda run: separator.join(run.group()), line)
    run = rng.choice(runs)
    return f"{line[: run.start()]}{separator.join(run.group())}{line[run.end() :]}"


def look_alike(line: str, rng: Random) -> str:
    """Write some characters with others that look or sound alike."""
    table = _look_alikes()
    share = rng.choice((0.3, 0.6, 1.0))
    return "".join(
        rng.choice(table[one]) if one in table and rng.random() < share else one for one in line
    )


def rare(line: str, rng: Random) -> str:
    """Write some characters with rare ones, as a text in borrowed characters does."""
    share = rng.choice((0.1, 0.3, 0.6))
    return "".join(
        chr(rng.randrange(0x4E00, 0x9FA5)) if "一" <= one <= "鿿" and rng.random() < share else one
        for one in line
    )


def by_sound(line: str, rng: Random) -> str:
    """Write some words by the letters of their sound."""
    for word, sound in _PINYIN.items():
        if rng.randrange(2):
            line = line.replace(word, sound)
    return line


def padded(line: str, rng: Random) -> str:
    """Put meaningless characters before or after."""
    usual = "".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(rng.randint(1, 5)))
    latin = "".join(rng.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=rng.randint(2, 8)))
    noise = rng.choice((usual, latin))
    return rng.choice((f"{line} {noise}", f"{noise} {line}", f"{line}{noise}"))


def repeated(line: str, rng: Random) -> str:
    """Say the same several times."""
    return rng.choice((" ", "\n", "", "，")).join([line] * rng.randint(2, 4))


def fragment(line: str, rng: Random) -> str:
    """Keep a part, as where a message was cut or the rest is a picture."""
    begin = rng.randrange(len(line) // 2 + 1)
    return line[begin : begin + rng.randint(4, 40)] or line


def bare(line: str, rng: Random) -> str:
    """Leave the punctuation out, or write blanks in its place."""
    return _PUNCTUATION.sub(rng.choice(("", " ")), line)


def sprinkled(line: str, rng: Random) -> str:
    """Put odd signs between some characters."""
    signs = rng.sample(_SIGNS, 2)
    share = rng.choice((0.05, 0.15, 0.3))
    return "".join(one + rng.choice(signs) if rng.random() < share else one for one in line)


def boxed(line: str, rng: Random) -> str:
    """Draw a frame around the characters, or a bar before and after."""
    bar = rng.choice("━─═┃│▬☆★◆●▼➖✦") * rng.randint(2, 8)
    if rng.randrange(2):
        return f"{bar}{line}{bar}"
    return bar + rng.choice("┃│|▌").join(line[:40]) + bar


@cache
def _look_alikes() -> dict[str, str]:
    rows = (row for row in _LOOK_ALIKE_ROWS.split() if len(row) > 1)
    return {row[0]: row[1:] for row in rows}


_WAYS: tuple[Callable[[str, Random], str], ...] = (
    split_up,
    look_alike,
    look_alike,
    rare,
    boxed,
    sprinkled,
    by_sound,
    padded,
    repeated,
    fragment,
    fragment,
    bare,
    bare,
)
