"""Setting apart: code, addresses and mentions are no prose, and prose is none of them."""

from __future__ import annotations

import pytest

from core.text import prose, set_apart

TRACEBACK = """Traceback (most recent call last):
  File "a.py", line 3, in <module>
    x = d["k"]
KeyError: 'k'"""


def test_addresses_mentions_and_code_are_set_apart() -> None:
    parts = set_apart(
        "@Ming_01 看 https://Example.com/a?b=1 这里，<@123> 运行 `print(1)` "
        "和 ```py\nx = 1\n``` 发到 a@b.cn"
    )
    assert parts.prose == "看 这里, 运行 和 发到 a@b.cn"
    assert parts.urls == ("https://example.com/a?b=1",)
    assert parts.mentions == ("@ming_01", "<@123>")
    assert parts.code == ("`print(1)`", "```py\nx = 1\n```")


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("进群看abc.xyz/join，免费", ("abc.xyz/join",)),
        ("t.me/somewhere", ("t.me/somewhere",)),
        ("来 discord.gg/AbC12 一起学", ("discord.gg/abc12",)),
        ("（见 https://a.com/x_(1)）", ("https://a.com/x_",)),
        ("https://a.com/x，https://b.com/y。", ("https://a.com/x", "https://b.com/y")),
        ("打开www.example.org就行", ("www.example.org",)),
        ("官网 taobao.com 有", ("taobao.com",)),
        ("https://good.com@evil.com/x", ("https://good.com@evil.com/x",)),
        ("http://例子.中国/课 里", ("http://例子.中国/",)),
        ("https://gooooogle.com/aaaaaa", ("https://gooooogle.com/aaaaaa",)),
        ("sub.shop-online.vip:8080/a 打开", ("sub.shop-online.vip:8080/a",)),
    ],
)
def test_an_address_is_found_as_it_was_written(text: str, urls: tuple[str, ...]) -> None:
    assert set_apart(text).urls == urls


@pytest.mark.parametrize(
    "text",
    [
        "我用 self.net 和 np.array 写的",
        "打开 main.py 和 readme.md",
        "python 3.11.2 装好了",
        "df.info() 看一下列名",
        "发到 a@b.cn",
        "and/or 都可以",
        "node.js 和 vue.js 学哪个",
        "第1.2节...没听懂",
    ],
)
def test_files_attributes_versions_and_letters_are_no_addresses(text: str) -> None:
    parts = set_apart(text)
    assert (parts.urls, parts.mentions, parts.code) == ((), (), ())
    assert parts.prose == text


@pytest.mark.parametrize(
    ("text", "mentions", "rest"),
    [
        ("老师@小明 在吗", ("@小明",), "老师 在吗"),
        ("加@learn_daily看看", ("@learn_daily",), "加 看看"),
        ("<@!42> <@&7> <#9> 开会", ("<@!42>", "<@&7>", "<#9>"), "开会"),
        ("@全体成员", ("@全体成员",), ""),
    ],
)
def test_who_is_named_is_set_apart(text: str, mentions: tuple[str, ...], rest: str) -> None:
    parts = set_apart(text)
    assert (parts.mentions, parts.prose) == (mentions, rest)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (
            TRACEBACK + "\n这个怎么解决",
            "这个怎么解决",
        ),
        ("$ pip install numpy 装不上", "装不上"),
        (">>> print('你好')\n没有反应", "没有反应"),
        ("PS C:\\Users\\me> python -V\n没反应", "没反应"),
        ("In [3]: df.head()\n列名乱了", "列名乱了"),
        ("ModuleNotFoundError: No module named 'numpy'", ""),
        ("运行``` a ```后 `b`", "运行 后"),
    ],
)
def test_code_is_set_apart(text: str, rest: str) -> None:
    parts = set_apart(text)
    assert parts.prose == rest
    assert parts.code


@pytest.mark.parametrize(
    "text",
    ["付了 $ 100 还是不行", "...不知道怎么说", "有 error: 找不到文件", "看看 ```x = 1", "a > b 吗"],
)
def test_prose_that_only_looks_like_code_stays(text: str) -> None:
    assert prose(text) == text


def test_a_written_time_of_discord_is_no_prose() -> None:
    assert prose("<t:1700000000:R> 开始") == "开始"
