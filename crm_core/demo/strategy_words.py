"""The words of the demo company's strategy: what it wants of each type, tier and group of customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Written:
    """One strategy: for whom (a rung, or a tag's name after ``tag:``), and by channel how often and about what."""

    whom: str
    aim: str
    content: str
    raising: str
    rules: tuple[str, ...]
    beats: Mapping[str, tuple[int, str]] = field(default_factory=dict)


# The rhythms are those that the company's norms already follow: putting them into force only says where they come from.
IN_FORCE = (
    Written(
        "rung:strategic",
        "一年内从供货方变成共同做节令的伙伴，每家每季至少一次联合活动。",
        "专人对接，季度会一起看销量与库存；新茶优先供货，包装可按对方品牌定制；问题当天有人到场或视频处理。",
        "年框阶梯价；联合开发伴手礼；把对方的门店培训包下来，带动旺季备货量。",
        ("先谈对方的季度目标，再谈我们的货", "答应的事当场写进待跟进，说清谁、哪天", "价格以外的条件由组长以上答复"),
        {"any": (21, "季度目标的进展、联合活动、双方需要协调的事项。")},
    ),
    Written(
        "rung:transactional",
        "让每一单都省心：送得准、票开得对，半年内有三成愿意留下口味和用途。",
        "标准下单与物流通知，收货后一次回访；不主动打扰，有问就答。",
        "第二单送一份试饮装，由对方自己试出喜欢的，再请他关注新茶通知。",
        ("不追着问什么时候再买", "收货回访只问两件事：茶怎么样，送得怎么样", "问到口味和用途，马上写进档案"),
    ),
    Written(
        "rung:high",
        "高价值客户一个不丢：每月有人联系，每年至少当面见一次。",
        "专属客服与优先发货；节令前两周送样；投诉两小时内回电。",
        "按去年同期用量提醒备货，推荐同产区的高一级茶；邀请参加春茶品鉴。",
        ("打电话前先看最近三单和上次说了什么", "没联系上的，换微信再试一次，不隔月"),
        {
            "any": (30, "近期用量和下月计划；对产品与配送的意见；是否需要样品或培训。"),
            "visit": (365, "当面回顾一年合作，了解组织与决策人变化。"),
        },
    ),
    Written(
        "rung:mid",
        "把一年买三四次的客户带到每季一次，两成升为高价值客户。",
        "每季一次电话或微信，按补货时间提醒；组装礼盒免费代写贺卡。",
        "用组合装提高单次金额；介绍企业团购与积分换茶。",
        ("先问上次的茶喝完没有，再推荐", "一次只推荐一款，讲清为什么适合他"),
        {"any": (90, "使用情况、补货时间、适合的新品。")},
    ),
    Written(
        "rung:low",
        "少打扰、不流失：每年一次问候，让想买的人找得到我们。",
        "节日问候与新品通知，只用对方同意的渠道。",
        "换季时给一次小规格试饮价，看谁愿意再来。",
        ("不打推销电话",),
        {"any": (365, "节日问候或新品通知即可，留意是否有新的需求。")},
    ),
)  # fmt: skip
GROUP = Written(
    "tag:{tag}",
    "进店不再重复自我介绍：每位同事都知道他是谁、在意什么。",
    "由固定的一位同事对接；对方提过的事，下次开口先给答复。",
    "请他们先试新品，把意见写进建议登记，采纳了一定回告。",
    ("先看同事意见再联系", "他推荐来的客户，当天道谢"),
    {"any": (60, "推荐来的朋友用得怎样；上次的意见我们改了什么。")},
)
GROUP_TAG = "老客转介绍"
# Written after the others were put into force: a draft, and one that asks for more than what is in force.
RELATIONAL = Written(
    "rung:relational",
    "把熟客的关系从“买茶”做到“聊茶”：半年内四成客户每季至少回购一次。",
    "固定同事对接，记得口味与用途；售后问题一人跟到底，不让客户讲两遍。",
    "按口味推荐当季新茶；老客户带新客户，双方各得一张礼券。",
    ("称呼姓名，先说一件上次聊过的事", "不连续两次联系都谈促销", "听到抱怨先记下原话，再解释"),
    {
        "any": (45, "上次的茶喝得怎样、家里或公司近期的用茶场合、有没有建议。"),
        "wechat": (90, "当季新茶一句话介绍，附一张实拍图。"),
    },
)
SHORTER = {"any": (60, "使用情况、补货时间、适合的新品；顺便问一句送货是否准时。")}
BY_HAND = "节日问候或新品通知即可；有新的需求就记进档案，不追问。"  # what a manager wrote over the norm afterwards


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One barrier: for whom or where (a rung, or a part of a touchpoint's name), who sees to it, a part of the action's words."""

    what: str
    about: str
    owner: str | None
    action: str
    state: str
    days: int  # for so many days known
    reason: str  # a known reason of loss, or ''
    heard: str
    note: str = ""


BARRIERS = (
    Hindrance(
        "售后问题要讲两遍，换人就断线", "投诉", "zhengkai", "退换货由组长", "working", 74, "service", "发货前",
        "接单人与处理人不是同一位；客户最不满的不是慢，而是重复说明。",
    ),
    Hindrance(
        "开票慢，企业客户报销赶不上", "开票", "liujia", "", "open", 52, "", "发票 开票",
        "资料不全来回补，平均要三天；客户建议下单时就能填开票信息。",
    ),
    Hindrance(
        "同等级的茶比本地批发商贵一成", "rung:transactional", "heyuan", "推出两件组合装", "working", 96, "price", "试饮装",
        "单品不比价，用组合装和试饮装把第二单留住。",
    ),
    Hindrance("转介绍客户没有积分，老客户不愿多说", "tag", None, "老客户推荐新客户", "open", 33, "", "转介绍"),
    Hindrance("企业采购要求按季结算，我们只做月结", "", None, "", "open", 21, "", "季度结算", "要先与财务核定信用额度。"),
    Hindrance(
        "客户档案不全，联系时只能聊价格", "", "wujing", "补齐重点客户", "overcome", 150, "", "",
        "生日与常购品类已补齐，联系时有话可说。",
    ),
    Hindrance("老城区两家门店关闭，附近客户不愿跑远", "rung:low", "huangzm", "", "accepted", 120, "moved", "", "改寄送，不再开店。"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """One measure of keeping customers: of a segment, with a part of an action's words, or a new one (whose, due in days)."""

    whom: str
    what: str
    action: str = ""
    owner: str = ""
    days: int = 0


MEASURES = (
    Kept("rung:high", "沉默超过 45 天的，由原服务人当面或电话问一次近况", "整理华东组高价值客户名单"),
    Kept("rung:high", "老客户推荐新客户，双方得礼券，让满意的人替我们说话", "老客户推荐新客户"),
    Kept("rung:mid", "沉睡 90 天发唤醒券，附上次买过的那款茶", "给沉睡 90 天的老客户发唤醒券"),
    Kept("rung:relational", "新客首单后第 7 天回访口味，第 60 天提醒补货", owner="lilan", days=28),
    Kept("", "退换货当天给答复，处理完再回访一次", "退换货由组长"),
)
# By a part of the touchpoint's name: how many days ago it was revised, and what came of it.
REVISED = (
    ("开票", 64, "一次问全开票资料，加上“下单时可填开票信息”的说明；电子发票改为当天发出。"),
    ("发货", 40, "发货前先发短信约收货时间，三位客户提过；延误要先说。"),
    ("门店接待", 118, "看过意见，话术不改；预约座位等三家门店试行后再定。"),
)
