"""The spam model: what is shipped is whole, answers anything, and tells lures from lessons."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.moderation import spam
from core.moderation.spam import model, weights
from core.moderation.spam.features import BUCKETS, LONGEST, buckets, shape, shortness, views
from core.text import set_apart
from core.weights import MANIFEST, WeightsDamagedError

if TYPE_CHECKING:
    from pathlib import Path

SPAM = (
    "大量收微信号，实名半年以上，一天80，日结，需要的加v：kqz88213",
    "长期招车队，卡接回u，点位美丽，支持上押，联系 @duifang_66",
    "兼职日结，手机就能做，一单一结，日赚300-500，私聊我",
    "皇冠体育首存送888，大额秒提，注册 https://hg6688.vip/reg",
    "看片加薇 mm5521",
    "网课低价全套，9.9 元带走，百度云秒发，需要的加扣扣 2203819472",
    "无视征信黑户可做，当天放款，咨询➕薇：daik5568",
    "出USDT，汇率高于交易所，不冻卡可面交，飞机 @usdt_ok",
    "广告代发，一天覆盖八千活跃群，价格好谈，点这里 https://t.me/+aBcD1234efGh",
    "代办学历，学信网可查，先出证后付款，联系微信 zj668899",
    "兼 职 刷 单 日 入 五 百 加 v kk90021",
    "机场节点低价批发，15元100G，解锁流媒体 t.me/jichang_vip",
)
INNOCENT = (
    "请问第 3 节的作业周五前交吗",
    "课程多少钱，续费有优惠吗",
    "转账凭证发你了，麻烦老师查收",
    "pip install numpy==1.26.4 之后还是报错",
    "https://github.com/someone/project 这个仓库的例子跑通了",
    "端口 8080 被占用，怎么换",
    "订单号 20260312998877 还没开通，帮忙看下",
    "直播 19:30 开始，会议号 553 120 998",
    "我加了 100 行注释，老师帮看看",
    "又来发广告的了，群主快踢",
    "v = 20 m/s，t = 3 s，求位移",
    "这门课的证书找工作有用吗",
    "准确率 0.87，loss 降不下去",
    "晚上一起去图书馆自习吗",
    "老师的微信在哪里，找不到",
    "Zoom meeting ID 812 3456 7890 密码 123456",
    "今晚八点串讲，Zoom 会议号 812 3456 7890，入会密码 8x2k",
    "计提折旧这笔是借管理费用 800 贷累计折旧 800 吗",
    "借 应收账款 11300，贷 主营业务收入 10000，应交税费 1300",
    "键盘出，同城自提，私聊",
    "二手考研书 30 出，校内面交，要的私聊",
    "顺丰单号 SF1390028817723，证书寄出了",
    "发票号码 25117000000123456，抬头写公司，发到邮箱了",
    "服务器 192.168.3.14:8080 连不上，3306 也没开",
    "HEAD 现在是 9f2c1ab，回滚到 e83d4f0 就好了",
    "教务处前台电话 010-62345678，周末没人",
    "作业二维码在课件最后一页，扫码提交",
    "链接: https://pan.baidu.com/s/1aBcDeFg 提取码: x7k2",
)
ABUSIVE = ("你们这种人就是社会的垃圾，滚出去", "女人就是又蠢又贱又恶心")


@pytest.mark.parametrize("text", SPAM)
def test_an_advertisement_raises_the_alarm(text: str) -> None:
    assert spam.scores(set_apart(text)).spam >= spam.SPAM_ALARM


@pytest.mark.parametrize("text", INNOCENT)
def test_an_innocent_look_alike_raises_no_alarm(text: str) -> None:
    found = spam.scores(set_apart(text))
    assert found.spam < spam.SPAM_ALARM
    assert found.abuse < spam.ABUSE_HINT


@pytest.mark.parametrize("text", ABUSIVE)
def test_an_insult_to_a_group_gives_a_hint(text: str) -> None:
    assert spam.abuse_score(text) >= spam.ABUSE_HINT


def test_scores_are_the_same_every_time_and_for_prose_alone() -> None:
    text = "兼职日结，加我了解"
    assert spam.scores(set_apart(text)) == spam.scores(set_apart(text))
    assert spam.spam_score(text) == spam.scores(set_apart(text)).spam
    assert spam.abuse_score(text) == spam.scores(set_apart(text)).abuse


def test_the_fewer_characters_the_less_there_is_to_judge_by() -> None:
    few, some, clause = (shortness(set_apart(text)) for text in ("在吗", "在吗老师", "在吗" * 8))
    assert 1 > few > some > clause == 0
    assert shortness(set_apart("看 https://t.me/somebody")) == 0
    assert shortness(set_apart("@somebody")) == 0


def test_a_few_characters_that_say_enough_raise_the_alarm() -> None:
    assert spam.spam_score("看片加薇 mm5521") >= spam.SPAM_ALARM
    assert spam.spam_score("上分找我") < spam.SPAM_ALARM


def test_an_invitation_weighs_more_than_another_link() -> None:
    words = "项目详情看这里 "
    invited = spam.scores(set_apart(f"{words}https://t.me/+aBcDeFgH1234"))
    linked = spam.scores(set_apart(f"{words}https://docs.python.org/zh-cn/3/"))
    assert invited.spam > linked.spam


@pytest.mark.parametrize("text", ["", " ", "\u200b\u200b", "\n\n"])
def test_nothing_said_scores_nothing(text: str) -> None:
    assert spam.scores(set_apart(text)) == model.NOTHING_SAID


@given(st.text(st.characters(codec=None), max_size=200))
def test_no_text_breaks_the_scores(text: str) -> None:
    found = spam.scores(set_apart(text))
    assert 0 <= found.spam <= 1
    assert 0 <= found.abuse <= 1


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    assert len(buckets(set_apart("课" + "堂 " * 40_000))) < 4 * 3 * LONGEST


def test_ids_and_rare_characters_become_classes() -> None:
    assert shape("加abc1234看") == shape("加xyz9876看")
    assert shape("加 12 页") != shape("加 1234567 页")
    assert shape("世界杯") != shape("迣鎅柸")
    assert shape("作业") == "作业"


def test_separators_vanish_in_one_view() -> None:
    assert "加微信" in views(set_apart("加.微.信"))
    assert "加微信" not in views(set_apart("加微，信"))[:6]


def test_weights_that_were_changed_are_refused(tmp_path: Path) -> None:
    for name in (model.FILE.name, MANIFEST):
        shutil.copy(model.WEIGHTS / name, tmp_path / name)
    path = tmp_path / model.FILE.name
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(WeightsDamagedError, match="sha256"):
        model.SpamModel.load(path)


def test_weights_of_another_shape_are_refused(tmp_path: Path) -> None:
    small = weights.Weights(
        np.ones((4, 2), np.float32), np.zeros(2, np.float32), np.ones(2, np.float32)
    )
    path = tmp_path / model.FILE.name
    weights.save(path, small, {})
    with pytest.raises(WeightsDamagedError, match="shape"):
        model.SpamModel.load(path)


def test_saved_weights_come_back_nearly_as_they_were(tmp_path: Path) -> None:
    table = np.linspace(-2, 2, BUCKETS * 2, dtype=np.float32).reshape(BUCKETS, 2)
    given_weights = weights.Weights(
        table, np.array([0.5, -1], np.float32), np.array([1, 2], np.float32)
    )
    path = tmp_path / "weights.npz"
    weights.save(path, given_weights, {"seed": 7})
    loaded = weights.load(path)
    assert np.abs(loaded.table - table).max() < 0.03
    assert loaded.bias.tolist() == [0.5, -1]
    manifest = json.loads((tmp_path / MANIFEST).read_text("utf-8"))
    assert manifest["weights.npz"]["seed"] == 7


def test_the_alarm_is_no_lower_than_what_was_held_back_asks_for() -> None:
    manifest = json.loads((model.WEIGHTS / MANIFEST).read_text("utf-8"))
    assert manifest[model.FILE.name]["alarm"] <= spam.SPAM_ALARM
    assert model.FILE.stat().st_size < 2_000_000
