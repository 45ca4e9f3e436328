"""Warming up: the tables are there before the first text asks for them, and are loaded once."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from core.text import prose, warm_up

FRESH = """
import sys
from core.text import emoticons, script, topics, warm_up
tables = (emoticons._table, script._converter, topics._table)
assert not any(table.cache_info().currsize for table in tables), "importing must stay cheap"
warm_up()
before = [table.cache_info().misses for table in tables]
from core.text.reading import NO_SENTIMENT, read
read("先熱身再讀", lambda prose: NO_SENTIMENT)
print(before, [table.cache_info().misses for table in tables], "jieba" in sys.modules)
"""


def test_after_warming_up_the_first_text_loads_nothing() -> None:
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-c", FRESH], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[1, 1, 1] [1, 1, 1] False"


def test_many_threads_may_warm_up_and_read_at_once() -> None:
    with ThreadPoolExecutor(8) as pool:
        warmed = [pool.submit(warm_up) for _ in range(8)]
        read = {future.result() for future in [pool.submit(prose, "讀 T_T") for _ in range(8)]}
    assert [future.result() for future in warmed] == [None] * 8
    assert read == {"读 😭"}
