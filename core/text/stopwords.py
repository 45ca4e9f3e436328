"""Words that say nothing about what a text is about."""

from __future__ import annotations

_WORDS = """
的 了 是 在 我 你 他 她 它 们 我们 你们 他们 她们 大家 自己 这 那 这个 那个 这些 那些 这里 那里
这样 那样 这么 那么 有 没有 没 不 不是 就 就是 也 也是 都 还 还是 还有 又 再 很 太 更 最 非常
比较 和 与 或 或者 跟 同 及 以及 而 而且 但 但是 可是 不过 因为 所以 如果 那么 虽然 然后 之后
以后 之前 以前 的话 把 被 给 让 对 对于 关于 从 到 向 往 由 于 以 为 为了 按 用 用来 将 要 想
会 能 可以 可能 应该 需要 一个 一下 一些 一点 有点 个 些 次 里 上 下 中 时 时候 现在 今天 刚才
吗 呢 吧 啊 呀 哦 哈 嗯 嘛 啦 哎 呵 着 过 地 得 之 其 什么 怎么 怎样 怎么样 如何 为什么 哪 哪个
哪里 哪些 谁 多少 几 是否 能否 是不是 有没有 能不能 请 请问 谢谢 您 您好 你好 老师 同学 一直
已经 正在 只 只是 只有 才 却 并 并且 来 去 说 看 做 使用 知道 觉得 出来 起来 进行 通过
a an and are as at be by can do does for from has have how i if in is it my no not of on or
that the this to was we what when where which who why will with you your
"""

STOP_WORDS = frozenset(_WORDS.split())
