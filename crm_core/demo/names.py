"""Names of people and companies, made up from parts; places, and what goes with them.

Phone numbers begin with 1349: China Mobile's 134 ends at 1348, and 1349 belonged to a satellite service that has ended,
so that nobody is called by mistake, while forms take the numbers. Mail addresses end in example.com (RFC 2606). There are
no identity card numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

PHONE_PREFIX = "1349"
MAIL_DOMAIN = "example.com"

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
RARE_SURNAMES = ("欧阳", "司徒", "上官", "诸葛", "单", "仇", "解", "查")
FEMALE_NAMES = (
    "雨欣", "静", "婷", "丽华", "晓燕", "思琪", "佳怡", "敏", "欣怡", "梦瑶", "雪梅", "玉兰", "文静", "芳", "诗涵", "雅琴", "春梅", "慧",
    "若曦", "秀英", "可馨", "倩", "海燕", "琳", "子涵", "丹", "艳", "红梅", "月", "语桐", "颖", "桂芳", "莉", "佩珊", "嘉琪", "安琪",
    "晨曦", "亚男", "素芬", "明珠", "妍", "紫萱", "小红", "爱华", "凤英", "梓涵", "书瑶", "冰", "蕾", "美玲",
)  # fmt: skip
MALE_NAMES = (
    "伟", "强", "磊", "建国", "志强", "浩然", "俊杰", "明", "军", "子轩", "宇航", "鹏", "国庆", "嘉豪", "文博", "勇", "海涛", "建华",
    "天宇", "斌", "晓东", "振华", "龙", "少峰", "泽宇", "凯", "亮", "思远", "立新", "波", "志远", "家豪", "博文", "春生", "飞", "永强",
    "云龙", "一鸣", "德华", "刚", "佳明", "大伟", "启航", "睿", "晨", "学军", "卫东", "承志", "铭", "广平",
)  # fmt: skip
BRANDS = (
    "云栖", "木禾", "远航", "宏达", "青杉", "知味", "百川", "鼎新", "悦来", "山月", "南乔", "听雨", "锦和", "观澜", "星野", "禾木", "嘉禾",
    "拾光", "四方", "长风", "明德", "朗润", "清和", "溪谷", "泰和", "同心", "万象", "向阳", "和光", "乐活", "佳境", "新舟", "古道", "林间",
    "半亩", "天成", "海岳", "瑞丰", "启明", "沐风", "初见", "三余", "鹿鸣", "桐悦", "弘毅", "致远", "汇泉", "东篱",
)  # fmt: skip
TRADES = (
    "酒店管理", "餐饮管理", "商贸", "科技", "文化传播", "物业服务", "装饰工程", "咖啡", "食品", "会展服务", "教育咨询", "医疗器械",
)  # fmt: skip
FORMS = ("有限公司", "有限公司", "有限公司", "股份有限公司", "（集团）有限公司", "有限公司")


@dataclass(frozen=True, slots=True)
class Place:
    """Where customers live: their region, the country of its sales, the team (a position) and its share."""

    region: str
    country: str
    team: int
    share: float


PLACES = (
    Place("北京", "中国", 0, 11), Place("天津", "中国", 0, 5), Place("石家庄", "中国", 0, 3), Place("青岛", "中国", 0, 4),
    Place("济南", "中国", 0, 3), Place("西安", "中国", 0, 4), Place("沈阳", "中国", 0, 2), Place("太原", "中国", 0, 2),
    Place("上海", "中国", 1, 13), Place("杭州", "中国", 1, 9), Place("南京", "中国", 1, 6), Place("苏州", "中国", 1, 5),
    Place("宁波", "中国", 1, 3), Place("合肥", "中国", 1, 3), Place("武汉", "中国", 1, 3), Place("广州", "中国", 2, 7),
    Place("深圳", "中国", 2, 8), Place("厦门", "中国", 2, 3), Place("成都", "中国", 2, 4), Place("重庆", "中国", 2, 3),
    Place("香港", "中国香港", 2, 2.5), Place("台北", "中国台湾", 2, 1.2), Place("新加坡", "新加坡", 2, 1.6),
    Place("吉隆坡", "马来西亚", 2, 1.0), Place("东京", "日本", 2, 1.0),
)  # fmt: skip
COUNTRIES = tuple(dict.fromkeys(place.country for place in PLACES))

NOTES_PERSON = (
    "喜欢明前茶，三月底提前通知。", "送货请放小区驿站。", "对香味敏感，香氛类不推荐。", "老客户介绍来的，注意维护。",
    "只在周末方便接电话。", "常买礼盒送长辈，节前提醒。", "偏好微信联系，不接陌生电话。", "会员日必来，关注新品。",
)  # fmt: skip
NOTES_COMPANY = (
    "联系人：行政部{who}。每季度集中采购一次。", "联系人：采购部{who}。付款周期 30 天，需开专票。", "联系人：{who}。员工福利和年会礼品都从我们这里订。",
    "联系人：客房部{who}。毛巾、浴巾按月补货。", "联系人：{who}。报价要含运费，对交期要求严。", "联系人：餐饮部{who}。餐具破损率高，可谈年度框架。",
)  # fmt: skip
