"""Whether a message thanks someone: rules careful with politeness that is not thanks."""

from __future__ import annotations

import re

# Without one of these nobody thanks anybody; what is said far from it does not matter.
_SIGN = re.compile("[谢激恩蟹亏]|大忙|cheers|克油|阿里嘎|3q|tha|thx|thn|tks|ty|appr")
BEFORE, BEHIND = 48, 64

_THANKS = re.compile(
    "谢谢|多谢|感谢|感激|感恩|谢[啦了过咯]|谢(?:大佬|老师|老板|助教|各位|大家|哥|姐|群主|题主|楼主)"
    "|[蟹血]蟹|[拜跪叩]谢|致谢(?:各位|大家|老师|每)|三克油|阿里嘎多|无以言谢"
    "|[多幸]亏(?:了|有)?(?:你|您|老师|大家|各位|助教|大佬|群主|同学)|帮了?.{0,2}大忙"
    r"|\b(?:3q|thanks|thank you|thank u|thx|thnx|tks|ty|tysm|appreciated?)\b"
    r"|\bcheers(?=,|!|$| (?:mate|man|guys|all|everyone))|鸣谢(?=班长|老师|各位|大家|助教)"
)
_GIVEN = re.compile(r"谢|感激|感恩|蟹蟹|3q\b|thx\b|\bthanks?\b|\btks\b")
# Words that hold 谢 and set phrases in which nobody thanks anybody.
_OTHER = re.compile(
    "《[^《》]*》|感恩节|谢[绝邀幕顶罪世客恩宴]|[凋代花]谢|花.{0,2}谢了|谢天谢地|[姓小老]谢(?!谢)"
    "|感谢(?:信|函|页|环节|费)|致谢(?:部分|页|里|怎么)"
    "|(?<![谢感多跪拜])谢(?:老师|同学|总|某)(?=今|明|昨|请假|说|讲|在|来|的|把|没|还|也|是)"
    "|(?:谢谢|感谢)(?:配合|合作|惠顾|光临|参与|理解)|(?:谢谢|感谢).{0,4}[这那几两四]个?字"
    r"|\bthank you (?:note|letter|card|email|speech)\b|\bthanks to\b"
    r"|\bthank god\b|\bno,? thank|\bthanks (?:anyway|for nothing)\b"
)
_REFUSED = re.compile(
    "(?:不用|不必|不需要|无需|甭|别|不要|不|没|没有|谁要|谁|免|未|何必)"
    "(?:再|跟我|对我|说|言|这么|客气|要|人)?(?:谢|感谢|感激)(?!了老师)"
    "|谢(?:什么|啥|个)|(?:谢谢|感谢)就|[什啥可好]么?(?:好|可)?谢的|要谢就|(?<!无以)言谢|(?:谢谢|感谢)的话"
    "|^(?:不了|算了|不用了?|不需要了?|不必了?|免了)[,. ]*(?:多谢|谢谢|感谢|谢了)"
)
_TOLD = re.compile(
    "(?:说|道|句|声|讲|喊|回|听|等|欠)(?:了|过|一)?(?:个|声|句|一声|一句)?(?:谢谢|感谢)"
    "|[一连半]?[句声]谢谢|(?:谢谢|感谢).{0,4}(?:都|也)(?:没|不)|为(?:什么|啥)要谢"
    "|(?<!我)(?:应该|应当|该|得|记得|别忘了?|别忘记|要|去|替我|帮我|懂得|学会)"
    "(?:好好|多|再|跟.{0,4}说)?(?:谢谢|感谢)(?=$|他|她|老师|助教|人|你|一下|大家)"
    "|(?:你|他|她|他们|你们|谁)(?:要|该|也|不)?(?:谢谢|感谢)(?:他|她|我)"
)
_IRONY = re.compile(
    "可真(?:是)?(?:要|得|该)?(?:谢谢|感谢)"
    "|(?:谢谢|感谢).{0,8}(?:够了|服了|气笑|冒犯|全家|祖宗|八辈|您嘞|了您|有被)"
    "|(?:谢谢|感谢)[你您](?:把我|又|害)|呵呵.{0,4}(?:谢谢|感谢)|谢谢.{0,6}呵呵|🙄"
    "|我(?:可|还)?真(?:是)?(?:要|得)?谢谢[你您](?:啊|哦|嘞|呀)|我谢谢[你您](?:啊|了|嘞)$"
    "|又让我|害我|害得|更(?:迷茫|糊涂|乱|懵)|白(?:花|交|等|学)|浪费"
)
_AHEAD = re.compile(
    "(?:先|提前|预先)(?:行|在此|给大家)?(?:谢|感谢|多谢)|in advance"
    "|(?:求|拜托|在线等|劳烦|希望|建议|麻烦(?!.{0,4}了)|请(?!假|客|教了|了|到|问了)"
    "|帮(?:忙|我|个忙|一下)(?![^,.!~]{0,12}(?:了|好|完|出)))[^\n]{0,40}?(?:谢|thx|thanks)"
)
_HOWEVER = re.compile(
    r"但|可是|不过|可(?=我|这|它)|然而|只是|就是(?=还|没|不|有)|可惜|\bbut\b|\bhowever\b"
)
_FAILED = re.compile(
    "(?:还是|依然|依旧|仍然?|照样)"
    "(?:[不没报卡有老会]|一样|打不|出错|失败|同样|那样|这样|看不|听不|装不|跑不)"
    "|(?<!不)没(?:有)?(?:用|解决|效果|反应|变化|能|法|好(?!意思)|成功|懂|看懂|听懂)"
    "|不(?:行|用了|需要|必了|考虑|对|报了|起作用|管用|好使|想要|学了|买了|适合我|买|办|报名|参加)"
    "|拒绝|算了|失败|[打装跑看听学搞弄]不[开上通了懂到好]|一样的(?:错|问题|结果)"
    r"|\b(?:still|not working|doesn't|didn't|does not|did not|fails?|failed|nope|no)\b"
)
_SOLVED = re.compile(
    "(?<![没未不])(?:已经|都|自己)?"
    "(?:解决|搞定|修好|弄好|装好|跑通|成功|清楚|明白|听懂|看懂|搞懂)了"
    "|(?<!还没)(?:好|可以|行|懂)了(?!没)|思路|自己(?:粗心|的问题|解决|搞)"
    r"|还(?:有.{0,4}(?:问题|疑问)|想再?问)|再(?:请教|问)"
    r"|[没不](?:有)?(?:报错|问题|卡)了?|\b(?:works?|solved|fixed) now\b|\bno (?:problem|error|more)"
)
_GUARDS = (_REFUSED, _TOLD, _IRONY, _AHEAD)


def is_thanks(prose: str) -> bool:
    """Tell whether normalised prose thanks someone for help that has been given.

    Thanks that are refused ("不用谢"), withdrawn ("谢谢，但还是不行"), told of ("忘了说谢谢"),
    meant otherwise ("谢谢你全家") or said ahead with a request ("求笔记，谢谢") do not count.
    """
    sign = _SIGN.search(prose)
    if sign is None:
        return False
    near = prose[max(0, sign.start() - BEFORE) : sign.end() + BEHIND]
    rest = _OTHER.sub("", near)
    if not _THANKS.search(rest):
        return False
    return not any(guard.search(rest) for guard in _GUARDS) and not _withdrawn(rest)


def _withdrawn(prose: str) -> bool:
    """Tell whether what follows the thanks says that the help did not help, or is not wanted."""
    given = _GIVEN.search(prose)
    if given is None:
        return False
    tail = prose[given.end() :]
    if _SOLVED.search(tail):
        return False
    return bool(_HOWEVER.search(tail) or _FAILED.search(tail))
