"""Whether a message asks something: rules for clauses that need no model.

A clause asks by its mark, its particle, a question word or a choice (能不能). It does not when
the word is indefinite (怎么改都报错), told (我知道怎么做了), quoted (他问“懂了吗”) or
rhetorical (谁知道呢).
"""

from __future__ import annotations

import re

_QUOTED = re.compile('[「『“"][^「」『』“”"\n]{0,80}[」』”"]')
_CLAUSE = re.compile(r"([^?,.!;。、~\n]+)(\?*)")
_SIGHS = frozenset("哈呵嘿啊呀哦啦哇噢诶哎")
_POLITE = re.compile("(?:谢谢|多谢|感谢|谢)(?:大家|老师|各位|大佬|了)?$")

# Without one of these nothing below is found.
_SIGN = re.compile(
    "\\?|吗|么|嘛|呢|啥|谁|咋|哪|几|何|求|问|怎|吧|什么|是否|能否|可否|有无|还是|不|没|多|有大|有同|有老|有朋"
    "|ho|ha|wh|wo|an|is|ar|do|di|ca|co|sh|wi|no|ma|am"
)

_RHETORICAL = re.compile(
    "难道|何必|何苦|何尝|凭什么|怎么可能|怎么会(?:呢|这样)?$|有什么难|怎么说呢"
    "|有什么好(?!的|用|看|玩|听|书|课|方法|办法|建议|处)|我(?:还)?能(?:说|做|怎么)什么"
    "|谁知道(?:呢|啊|呀)?$|谁晓得|谁(?:让|叫)(?:我|你|他|她|咱)|谁说(?:不|的|没)"
    "|谁还?没(?:个|有过)|谁会(?:嫌|信|想|不|没|这么|在乎)|谁不(?:想|知道|会|是|希望)|谁要你?谢|谁稀罕"
    "|我(?:又|怎么|哪里?)(?:会)?知道$|[我你他]哪(?:里|儿)?(?:知道|会|敢|能|懂)"
    "|哪有(?:这么|那么|空|时间|什么)|哪能|哪里哪里|(?:^|[这那])不(?:就)?是吗?$"
    "|[这那]不(?:就|也|挺|是很|是挺|明摆着|是明摆)|不就(?:是|行|好|得)了?|至于吗"
    "|(?<!到底)(?<!究竟)有什么(?:了不起|大不了|好说|好怕|用)(?:的)?呢?$|关.{1,3}什么事|^是吗$|^哪有$|^谁懂$|^谢(?:什么|啥)$"
)
_EXCLAIMED = re.compile(
    "怎么(?:就)?(?:这么|那么|又)|怎么(?:能|可以|敢|好意思)[这那不]|多么|[这那要多]么"
    "|什么(?:破|鬼|垃圾|烂|玩意|东西啊|人啊)|什么的|什么什么|怎么怎么|为什么为什么"
    "|什么时候是个头|哪怕|哪来的(?!$)|气不气|几乎|几十|几百|几千|几[天年个][没不]|多少有|多少人.{1,8}了$|或多或少|几何|谁谁"
    "|干嘛[这那]么"
)
_INDEFINITE = re.compile(
    "不(?:知道|清楚|懂|晓得)[他她]们?为什么|^(?:我们)?几[个位人].{0,4}一[起块]"
    "|不知道(?:该)?(?:怎么|如何)(?:感?谢|说|表达)|(?:什么|如何|怎么).{1,8}[这那](?:本书|首歌|篇文章|部电影|个视频|门课|一?章)"
    "|没(?:有)?(?:什么|啥|几|多少|谁|哪)|不(?:是|算)什么|不怎么|不管|无论|不论|甭管|随便|任何"
    "|爱(?:怎么|谁|什么|咋)|十万个为什么|什么(?:是)?不?重要|不知怎么|不知道(?:该)?说[什啥]"
    "|(?:什么|啥|谁|哪|怎么|怎样|咋|如何|几|多少|多久|多难|多贵|多晚)[^办呀啊呢吗?]{0,5}[都也]"
    "|什么.{0,6}就.{0,6}什么|多少.{0,4}(?:多少|算)|谁.{1,8}谁|怎么.{1,4}就?怎么|几.{1,3}是几"
    "|哪.{1,4}哪|不知道为[什啥何].{0,7}[就又突总老]"
    "|(?:有|遇到|碰到|出)(?:什么|啥|哪些).{0,8}"
    "(?:随时|可以|请|尽管|欢迎|就|问我|找我|别(?:急|怕|慌|放弃)|都|群里)"
    "|([\u4e00-\u9fff])[不没]\\1都(?:先|得|行|没关系|无所谓|已经)|有没有都"
    "|几[^点号]{1,3}(?:就|内|左右)|(?:好|没|过|这|那|前|后|十|了|等|再|上|下|隔|差|多|头|近|错|看)几"
    "|(?:怎么样?的?|(?<!有没)有.{0,2}(?:怎么|如何|为什么).{1,8}的)(?:方法|教程|说明|文档|步骤|视频)"
)
_DECIDED = re.compile(
    "(?:要|得|全|主要)看|(?:就|才)知道|就(?:好|行)|是.{0,5}(?:关键|重点|作业|主题|标题)|不重要"
    "|(?:看|靠|随|取决于|听)(?:你|您|自己|个人|情况|运气|大家|命|天|缘分?|这[次回一])|自己(?:决定|选|定)|无所谓"
    "|都(?:行|可以|好|一样)|再说$|(?:已经|早就|都)(?:定|说|有|写|讲|公布|通知|出)|的话题"
)
_TOLD = re.compile(
    "知道(?!吗)|明白|清楚|懂[了得]|(?<!刚)才懂|搞懂|弄懂|学会|学了|学到|[学考练聊]的是|理解|记得|发现|告诉|我来|这就是"
    "|教(?:大家|你|我|他|会)|讲(?:了|过|解|到(?!哪)|的是|述|(?=怎么|如何|为什么))|说(?:了|过|一下|明|的是)"
    "|写(?:了|着|过|的是)|介绍|解释(?:了|过|清楚)|分享|演示|总结|整理|回答|回复了|答了"
    "|问(?:了|过|我|他|她|们)|通知|提到|忘[了记]|研究|纠结|讨论|查[到了]"
    "|(?:看看?|试试|[看试]一下|检查(?:一下)?|确认一下)"
    "(?=是不是|能不能|有没有|会不会|行不行|是否|怎么|哪|什么|为什么)"
    "|^看看.{0,3}到哪"
)
# What is not known or is to be told is asked for, although it stands behind a verb of telling.
_WANTED = re.compile(
    "不(?:知道|晓得|清楚|懂|明白|记得|理解|确定|太懂|太清楚|太明白)|忘[了记]|想(?:知道|了解|问|请教)"
    "|没(?:懂|明白|搞懂|弄懂|听懂|看懂|理解|学会)|(?:谁|有人|大家|你们?|您|哪位|老师)知道"
    "|(?:谁|能|请|求|帮|麻烦|劳烦|可以|哪位).{0,6}"
    "(?:讲|说|教|解释|告诉|介绍|分享|看看|看一下|演示|总结|确认|回答)"
)
_ASIDE = re.compile("^也?不(?:知道?|晓得)(?:为什么|为啥|为何|怎么)|[搞弄]不(?:懂|明白|清楚)")
_ASKED = re.compile(
    "请问(?!题)|请教|求助|求问|求解|求教|求个|求思路|问(?:一)?下|问(?:个|一个)问题|想问(?!的)|有谁|哪位"
    "|(?<!问)谁(?:有|能|会|懂|可以|帮)|有偿求|有没有(?:人|谁|大佬|哪位|同学)"
    "|吗(?=(?:老师|大佬|助教|群主|各位|大家|同学们?|兄弟们?|姐妹们?|亲)$)"
    "|有人(?:知道|会|能|懂|遇到|碰到|在|用过|做|试过|有)(?!.{0,4}了$)"
    "|有(?:大佬|同学|老师|朋友).{0,4}(?:吗|解释|帮|看看|讲|能|会|知道)"
    "|求.{0,4}(?:解释|帮忙|指点|推荐|资源|笔记|答案|看看|看一下|救|分享)"
)
_WORD = re.compile(
    "什么|啥|怎么|怎样|咋|如何(?!是好)|为何|何时|哪|谁|多少|干嘛|周几|期几|拜几"
    "|几(?=$|[点号月节种次天个岁周级章集门课分小人年块元条位步页时])"
    "|多(?:久|长|大|远|高|宽|重|厚|快|早|贵)(?![家了])"
)
_CHOICE = re.compile(
    r"(?<![一不没])([\u4e00-\u9fff])[不没]\1|有没有|有无|是否|能否|可否|会否"
    "|[选用先是学买要看走去报考装在写交].{1,9}还是"
    "(?![不没会得有要很老觉能算太卡]|报错|比较|一样|需要|可以|这样|那样|失败|出错|装不)"
)
_ENDING = re.compile(
    "吗$|(?<![什怎那这要多])么$|(?<![也就要还并都差从绝决才可岂偏毫不了])不$"
    "|[了完好到始上出过]没(?:有)?$|有[^有没]{1,3}没有?$|[对是]吧$|对不$"
)
_LAST = frozenset("吗么不没有吧")
_MAYBE = re.compile("(?:[能会有还用行在懂对]|可以|需要).{0,12}(?<!干)嘛$")
_INSISTED = re.compile("的嘛$|就|本来|毕竟|不是|我说|可不|还行|还可以|还好|^对嘛$")
_AND_WHAT_OF = re.compile(
    "^(?:那|那么)?[^还才挺正在着可好想学没都也不了得多真很太行是怎什哪谁啥何]{1,7}呢$"
    "|^(?:那|那么)?(?:如果|要是|万一|假如).*呢$|^(?:你|您|大家|你们)(?:觉得|说|认为)?呢$"
)
_ENGLISH = re.compile(
    r"^(?:(?:hi|hey|hello|so|and|but|ok|okay|well|guys|sorry|please|sir|teacher)\b ?){0,3}(?:"
    r"(?:why|where|which|who(?! cares)|whose)\b(?! ?的)|what(?:'s)?\b(?! an?\b|$| ?的)"
    r"|how(?: (?:to(?! ?[系的这])|do|does|did|can|is|are|should|much|many|long"
    r"|come|could|would|about)|'s)\b"
    r"|when(?: (?:will|is|do|does|are|can|did)|'s)\b"
    r"|(?:is|are|was|were|do(?! it)|does|did|can|could|would|will|should|has|have|may|am)"
    r" (?:i|you|we|they|he|she|it|there|this|that|these|those|the|my|our|any|(?:any|some)"
    r"(?:one|body))\b"
    r"|any(?:one|body) (?:else|know|have|got|here|can|help|tried)"
    r"|any (?:ideas?|tips|suggestions?|recommendations?|chance)\b)"
    r"|\b(?:can|could|does|do|would|will|has) (?:you|(?:any|some)(?:one|body)) \w"
    r"|\bhow (?:to(?! ?[系的这])|do i|can i)\b"
    r"|\b(?:wondering|not sure|no idea|don't know|dont know) (?:if|how|why|what|where|when)\b"
)
_TOLD_IN_ENGLISH = re.compile(
    r"(?<!anyone )(?<!anybody )(?<!someone )(?<!somebody )(?<!you )\b"
    r"(?:know|knew|learned|learnt|figured out|understand|understood|shows?|explain(?:s|ed)?"
    r"|this is|that is|taught|teaches) (?:you )?(?:how|what|why|where|when)\b"
)


_LATIN = re.compile("[a-z][a-z]")
_CHOSEN = re.compile("[不没否无还]")
_GUARDS = (_RHETORICAL, _EXCLAIMED, _INDEFINITE)


def is_question(prose: str) -> bool:
    """Tell whether normalised prose asks something that could be answered."""
    if not _SIGN.search(prose):
        return False
    bare = _QUOTED.sub("某", prose)
    clauses = _CLAUSE.findall(prose if bare == "某" else bare)
    last = len(clauses) - 1
    return any(
        _asks(_core_of(clause), marked=bool(mark), final=place == last)
        for place, (clause, mark) in enumerate(clauses)
    )


def _core_of(clause: str) -> str:
    """Return a clause without laughter, sighs and thanks at its end."""
    core = _without_sighs(clause)
    if "谢" in core:
        core = _without_sighs(_POLITE.sub("", core))
    return core.strip()


def _without_sighs(clause: str) -> str:
    end = len(clause)
    while end and (not clause[end - 1].isalnum() or clause[end - 1] in _SIGHS):
        end -= 1
    return clause[:end]


def _asks(clause: str, *, marked: bool, final: bool) -> bool:
    if not clause:
        return False
    if marked or _ends_asking(clause) or _ASKED.search(clause):
        return not _RHETORICAL.search(clause)
    return _holds_question(clause, final=final) or _asks_in_english(clause)


def _ends_asking(clause: str) -> bool:
    ending = clause[-1]
    if ending == "呢":
        return bool(_AND_WHAT_OF.search(clause))
    if ending == "嘛":
        return bool(_MAYBE.search(clause)) and not _INSISTED.search(clause)
    return ending in _LAST and bool(_ENDING.search(clause, max(0, len(clause) - 4)))


def _holds_question(clause: str, *, final: bool) -> bool:
    """Tell whether a clause holds a question word or a choice that is really open."""
    word = _WORD.search(clause) or (_CHOSEN.search(clause) and _CHOICE.search(clause))
    if not word or any(guard.search(clause) for guard in _GUARDS):
        return False
    if _DECIDED.search(clause, word.end()):
        return False
    if _WANTED.search(clause, 0, word.end()):
        return final or not _ASIDE.search(clause)
    return not _TOLD.search(clause, 0, word.end())


def _asks_in_english(clause: str) -> bool:
    if not _LATIN.search(clause):
        return False
    return bool(_ENGLISH.search(clause)) and not _TOLD_IN_ENGLISH.search(clause)
