"""Whether a message asks something: a few rules that need no model."""

from __future__ import annotations

import re

ENDING = 16
_MARK = re.compile(r"\?\W*$|\?\s")
_PARTICLE = re.compile(r"(?:吗|么|呢|嘛)\W*$")
_STATED = re.compile(
    r"(?:什么|怎么|那么|这么|要么|多么)\W*$|^(?:好|行|可以|对|是)(?:的)?(?:嘛|呢)\W*$"
)
_ASKING = re.compile(
    r"请问|请教|求助|求问|求解|问一下|问个问题|想问|有谁|有人(?:知道|会|能|懂|遇到)|谁(?:知道|会|能|有)"
    r"|有没有|能不能|可不可以|是不是|会不会|要不要|该不该|是否|能否|可否"
    r"|(?:这|那|它|这个|那个)(?:是|叫|指)什么|什么意思"
    r"|怎么(?:办|做|用|解决|安装|处理|弄|改|写|配置|设置|看|办理|回事|退|续|买|报名|才能|样才)"
    r"|如何(?!是好)|为什么|为啥|咋(?:办|回事|弄|整|用)|哪里(?:有|可以|能|下载|找)|在哪|什么时候|多少钱|几点"
    r"|\b(?:how (?:to|do|can|does)|what (?:is|are|does)|why (?:is|does|do))\b"
    r"|\bcan (?:i|you|anyone|someone)\b"
)
_TOLD = re.compile(
    r"知道(?:了)?(?:怎么|为什么|如何)|明白(?:了)?(?:怎么|为什么)|不管|无论|教大家|教你|告诉你"
)


def is_question(prose: str) -> bool:
    """Tell whether normalised prose asks something."""
    ending = prose[-ENDING:]
    if _MARK.search(ending):
        return True
    if _PARTICLE.search(ending) and not _STATED.search(ending):
        return True
    return bool(_ASKING.search(prose)) and not _TOLD.search(prose)
