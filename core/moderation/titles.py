"""What rules, steps and lengths are called, in the language that is being spoken."""

from __future__ import annotations

from datetime import timedelta

from core.i18n import LANGUAGES, speaking, t
from core.moderation.ladder import Rung, Step


def rules() -> dict[str, str]:
    """Return every rule's name as members read it, by its key."""
    return {
        "contact": t("留联系方式拉人"),
        "ad": t("发广告"),
        "spam": t("疑似垃圾信息"),
        "split": t("拆开发违规内容"),
        "forward": t("转发频道广告"),
        "file": t("发可疑文件"),
        "word": t("用了违禁词"),
        "pattern": t("触发自定规则"),
        "link": t("发不许可的链接"),
        "flood": t("刷屏"),
        "duplicate": t("重复发送"),
        "mentions": t("一次提到太多人"),
        "abuse": t("疑似辱骂"),
    }


def categories() -> dict[str, str]:
    """Return the names of the advertisement lists, which can be switched off one by one."""
    return {
        "job": t("兼职刷单"),
        "cheating": t("代考代写"),
        "course": t("低价网课"),
        "account": t("账号买卖"),
        "promotion": t("互粉推广"),
        "finance": t("投资荐股"),
        "loan": t("贷款"),
        "gambling": t("博彩"),
        "adult": t("色情交友"),
        "goods": t("高仿商品"),
        "proxy": t("翻墙代理"),
        "scam": t("诈骗话术"),
    }


def rule(key: str) -> str:
    """Return the name of a rule or category; one we have no word for is shown as it is."""
    return (rules() | categories()).get(key, key)


def rule_named(text: str) -> str | None:
    """Return the key of the rule or category that a name in any language, or the key, means."""
    wanted = text.strip().lower()
    for language in LANGUAGES:
        with speaking(language):
            for key, title in (rules() | categories()).items():
                if wanted in {key, title.lower()}:
                    return key
    return None


def step(taken: Step) -> str:
    """Return a step's name."""
    return {
        Step.HINT: t("提示"),
        Step.WARN: t("警告"),
        Step.MUTE: t("禁言"),
        Step.KICK: t("移出"),
        Step.BAN: t("封禁"),
    }[taken]


def rung(found: Rung) -> str:
    """Return a rung's name with its length."""
    if found.length is None:
        return t("永久封禁") if found.step is Step.BAN else step(found.step)
    return t("{step} {length}", step=step(found.step), length=length(found.length))


def length(span: timedelta) -> str:
    """Return a length in the largest unit that fits without a rest."""
    minutes = max(1, round(span / timedelta(minutes=1)))
    if minutes % (24 * 60) == 0:
        return t("{n} 天", n=minutes // (24 * 60))
    if minutes % 60 == 0:
        return t("{n} 小时", n=minutes // 60)
    return t("{n} 分钟", n=minutes)
