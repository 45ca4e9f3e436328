"""Strategies that write as people and attackers do: forms that meet, nest and interrupt others."""

from __future__ import annotations

from importlib.resources import files

from hypothesis import strategies as st
from opencc import OpenCC

_TABLE = files("core.text").joinpath("data/emoticons.tsv").read_text("utf-8")
FORMS = [row.split("\t")[0] for row in _TABLE.splitlines() if row and not row.startswith("# ")]

_RUNS = """
``` `` https:// http:// www. t.me/ abc.xyz/ a.com @ming <@12> 13800138000 error Traceback self. .py
<:cry:12> <a:x:1> <t:12:r> >>> [捂脸] [泪] 哈哈哈哈哈 2333333 66666 55555 hahahahahaha
啊啊啊啊 : 。。。。。 :) :( :D ;) ^_^ T_T orz QAQ -_- (╯°□°)╯ ：）
"""
PIECES = [
    *"`@<>$.:/\\()[]#*_-!?~ \n\t\r，。！？：（）～…“”「」0123456789abhxSĀİßﬁ①㈱＠．",
    *"髮发著着作麼幺么後薴苧哈嘿甚妳裡乾隆加微信ａＢ\u3000\u00a0\u0301\u0316\u20e3\ufe0f\u200d\u200b",
    *"\u202e\u2066\ufeff\u00ad\u1100\u1161\u11a8\u3164´｀￣♀🏽👍🤦😭❤1",
    *_RUNS.split(),
    *('File "a.py", line 3\n', "PS C:\\x> ", "in [3]: ", "C:\\>", '"', "'", "\nKeyError: 'x'"),
]

ANY = st.text(st.characters(), max_size=60)
MIXED = st.lists(
    st.one_of(
        st.sampled_from(PIECES), st.sampled_from(FORMS), st.text(st.characters(), max_size=3)
    ),
    max_size=24,
).map("".join)
HAN = st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=40)
MARKS = st.text(alphabet="áä\u0301\u0316\u0323\u1100\u1161\u11a8aA哈ﬁ髮发\u200d!。3", max_size=40)
WRITING = st.one_of(ANY, MIXED, HAN, MARKS)


_TAIWAN = OpenCC("s2tw")


def traditional(text: str) -> str:
    """Return a copy of a simplified text in Taiwan's traditional script."""
    return str(_TAIWAN.convert(text))
