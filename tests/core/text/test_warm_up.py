"""Warming up: the dictionary is there before the first text asks for it, and is loaded once."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from core.text import warm_up, words

FRESH = """
import sys
from core.text import segment, warm_up
assert "jieba" not in sys.modules, "importing core.text must stay cheap"
warm_up()
loaded = segment._load_tokenizer.cache_info()
segment.words("先热身再分词")
again = segment._load_tokenizer.cache_info()
print(loaded.misses, again.misses, again.hits - loaded.hits)
"""


def test_after_warming_up_the_first_text_loads_nothing() -> None:
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-c", FRESH], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["1", "1", "1"]


def test_many_threads_may_warm_up_and_segment_at_once() -> None:
    with ThreadPoolExecutor(8) as pool:
        warmed = [pool.submit(warm_up) for _ in range(8)]
        cuts = {future.result() for future in [pool.submit(words, "学习分词") for _ in range(8)]}
    assert [future.result() for future in warmed] == [None] * 8
    assert cuts == {("学习", "分词")}
