"""What sentences call the numbers of the board, and what people measure by hand. No I/O.

A word is told apart by the unit beside it where it may mean two numbers: satisfaction in percent is a share of answers, in
points an index. The longest word at a place counts. Words are in folded text: simplified characters, small letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crm_core.drafting.model import TIME_UNITS, Unit

_SHARE = frozenset({Unit.PERCENT, Unit.PERCENTAGE_POINTS})
_RELATIVE = frozenset({Unit.PERCENT})


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that can be aimed at: a metric by its id, or one measured by hand by its key.

    ``units`` are those in which its level is told; ``plain`` is the unit of a number without one, None where a number without
    unit cannot be meant.
    """

    key: str
    is_metric: bool
    units: frozenset[Unit]
    lower_is_better: bool = False
    plain: Unit | None = None
    is_work: bool = False  # what people do and count: so often a week it is a rhythm, in all it is a target

    def takes(self, unit: Unit) -> bool:
        """Return whether an amount in a unit can be about this measure; a share of any measure may be asked for."""
        return unit in self.units or unit is Unit.PERCENT


def _metric(key: str, *units: Unit, down: bool = False, plain: Unit | None = None) -> Measure:
    return Measure(key, True, frozenset(units), down, plain)


def _by_hand(key: str, units: frozenset[Unit], *, down: bool = False, plain: Unit | None = None) -> Measure:
    return Measure(key, False, units, down, plain)


def _work(key: str, *units: Unit, is_metric: bool = False) -> Measure:
    return Measure(key, is_metric, frozenset(units), plain=units[0], is_work=True)


_S = tuple(_SHARE)
MEASURES: Mapping[str, Measure] = {
    one.key: one
    for one in (
        _metric("net_sales", Unit.MONEY),
        _metric("gross_sales", Unit.MONEY),
        _metric("gross_profit", Unit.MONEY),
        _metric("gross_margin", *_S),
        _metric("returns", Unit.MONEY, down=True),
        _metric("orders", Unit.ORDERS, plain=Unit.ORDERS),
        _metric("average_order_value", Unit.MONEY),
        _metric("active_customers", Unit.CUSTOMERS, plain=Unit.CUSTOMERS),
        _metric("new_customers", Unit.CUSTOMERS, plain=Unit.CUSTOMERS),
        _metric("repurchase_rate", *_S),
        _metric("retention", *_S),
        _metric("churn", *_S, down=True),
        _metric("new_customer_return_rate", *_S),
        _metric("purchase_frequency", Unit.TIMES, Unit.ORDERS, plain=Unit.TIMES),
        _metric("top_fifth_share", *_S, down=True),
        _metric("satisfaction_index", Unit.POINTS, plain=Unit.POINTS),
        _metric("nps", Unit.POINTS, plain=Unit.POINTS),
        _metric("csat", *_S),
        _work("interactions_logged", Unit.INTERACTIONS, Unit.TIMES, Unit.ITEMS, is_metric=True),
        _metric("follow_ups_in_time", *_S),
        _metric("norm_compliance", *_S),
        _metric("record_completeness", *_S),
        _by_hand("complaint_time", TIME_UNITS, down=True),
        _by_hand("response_time", TIME_UNITS, down=True),
        _by_hand("complaints", frozenset({Unit.ITEMS, Unit.TIMES}), down=True, plain=Unit.ITEMS),
        _by_hand("return_rate", _SHARE, down=True),
        _by_hand("market_share", _SHARE),
        _by_hand("brand_awareness", _SHARE),
        _by_hand("referral_rate", _SHARE),
        _by_hand("loyalty", _SHARE),
        _by_hand("training_share", _SHARE),
        _by_hand("complaint_resolution", _SHARE),
        _by_hand("return_visit_rate", _SHARE),
        _work("return_visits", Unit.TIMES, Unit.CUSTOMERS, Unit.ITEMS),
        _work("visits", Unit.TIMES, Unit.CUSTOMERS),
        _work("calls", Unit.TIMES, Unit.CUSTOMERS),
    )
}
_CLIENT = "(?:客户|顾客|用户|会员)"
_COUNTED = r"(?=(?:[^,。;]|(?<=\d),(?=\d{3})){0,16}?(?:次|通(?!过)|趟|家|位|名|户|条|笔))"  # a deed is a measure where it is counted beside it
# One measure may go by several words; where a word may mean two, the unit beside it decides (csat or satisfaction_index).
_WORDS: tuple[tuple[str, str], ...] = (
    ("top_fifth_share", rf"前(?:20%|两成|五分之一)的?{_CLIENT}的?(?:销售|收入|贡献)?(?:额|收入)?的?(?:占比|份额|集中度|贡献占比)"),
    ("top_fifth_share", r"share of (?:the )?(?:top|best) (?:20%|fifth)(?: of customers)?|top[- ]fifth share"),
    ("new_customer_return_rate", rf"新{_CLIENT}(?:的)?(?:回头率|复购率|回购率|二次购买率)|首购{_CLIENT}的?(?:回头率|复购率)"),
    ("new_customer_return_rate", r"(?:first[- ]time|new) (?:buyers?|customers?) (?:should |will |must |to )?(?:come back|return|buy again)|return rate of new customers|new[- ]customer return rate"),
    ("new_customers", rf"新增(?:的)?{_CLIENT}(?:数量?|人数)?|新{_CLIENT}(?:数量?|人数)?|新增(?=[^,。;]{{0,12}}{_CLIENT})|(?:新签|拓展|开发)(?=[^,。;]{{0,12}}{_CLIENT})"),
    ("new_customers", r"new (?:customers|clients|members|accounts)"),
    ("active_customers", rf"活跃{_CLIENT}(?:数量?|人数)?|active (?:customers|clients|members)"),
    ("repurchase_rate", r"复购率|回购率|重复购买率|repeat(?:[- ]purchase)? rate|repurchase rate"),
    ("retention", rf"(?:老?{_CLIENT})?(?:留存率|保留率|续约率)|(?:customer )?retention(?: rate)?"),
    ("churn", rf"(?:{_CLIENT})?流失率|(?:customer )?churn(?: rate)?"),
    ("gross_margin", r"毛?利润?率|毛利率|(?:gross |profit )?margin(?: rate)?"),
    ("gross_profit", r"毛?利润额?|毛利额?|盈利|(?:gross )?profits?"),
    ("average_order_value", r"客单价|平均订单(?:金额|价值)|average order value|aov"),
    ("gross_sales", r"销售总额|毛销售额|gross sales"),
    ("net_sales", r"净?销售(?:收入|额|业绩|(?=(?:的)?目标))|营业(?:收入|额)|营收|业绩|(?:net )?sales(?! (?:team|staff|manager|department))|revenue|turnover"),
    ("return_rate", r"退货率|return rate"),
    ("returns", r"退货(?:金额|额|总额)?|退款(?:金额|额)|(?:value of )?returns\b|refunds"),
    ("orders", r"订单(?:数量?|量|总量|总数)?|orders"),
    ("purchase_frequency", r"购买频[次率]|purchase frequency|orders per customer"),
    ("nps", r"净推荐值|(?<![a-z])nps(?![a-z])|net promoter score"),
    ("satisfaction", rf"(?:{_CLIENT})?满意(?:度指数|度|率)|(?:customer )?satisfaction(?: index| score| rate)?|(?<![a-z])csat(?![a-z])"),
    ("follow_ups_in_time", r"跟进(?:任务)?(?:及时率|按时率|按时完成率)|follow[- ]ups? (?:done |completed )?(?:on|in) time"),
    ("norm_compliance", r"联系规范(?:达成|遵守|履行)率|norms? (?:of contact )?kept|contact norms? compliance"),
    ("record_completeness", rf"{_CLIENT}?(?:档案|资料|信息)(?:的)?完整(?:度|率)|(?:record|data) completeness"),
    ("interactions_logged", rf"跟进(?:记录)?(?:次数|条数|总?[数量])|跟进记录|跟进{_COUNTED}|(?:logged )?(?:interactions|follow[- ]ups)\b"),
    ("complaint_resolution", r"投诉(?:解决|办结|结案|处理)率|complaint resolution rate"),
    ("complaint_time", r"(?:投诉|客诉)[^,。;]{0,6}?(?:时间|时长|时限|时效|周期)|(?:投诉|客诉)(?=[^,。;]{0,16}(?:小时|分钟|天|日|工作日))|complaints?(?: \w+){0,4} (?=within|in (?:less|under))|complaint[- ](?:handling|response) time"),
    ("complaints", r"(?:投诉|客诉)(?:数量?|量|件数|总量)|number of complaints|complaints(?= (?:by|to|from))"),
    ("response_time", r"(?:平均)?(?:首次)?(?:响应|回[复覆]|答[复覆]|应答)(?:时间|时长|时效|时限)|(?:咨询|来电|来信|询问|邮件|消息)(?=[^,。;]{0,16}(?:小时|分钟|天|工作日))|(?:average |first )?(?:response|reply) time|(?:enquir(?:y|ies)|emails?|calls?|questions?)(?: \w+){0,3} (?=within)"),
    ("market_share", r"市场(?:占有率|份额)|市占率|market share"),
    ("brand_awareness", r"品牌(?:知名度|认知度)|知名度|brand (?:awareness|recognition)"),
    ("referral_rate", rf"{_CLIENT}?(?:推荐率|转介绍率)|referral rate|recommendation rate"),
    ("loyalty", rf"{_CLIENT}?忠诚度|(?:customer )?loyalty"),
    ("return_visit_rate", r"回访(?:完成|覆盖)?率|call[- ]back rate"),
    ("return_visits", rf"回访(?:次数|总?[数量])|回访{_COUNTED}|return visits|call[- ]?backs\b|call(?:ing)? back(?= \d)"),
    ("visits", rf"(?:上门|登门)?(?:拜访|走访)(?:次数|总?[数量]|{_COUNTED})|(?:customer |client |site )?visits\b|visit(?:ing)?(?= \d)"),
    ("calls", rf"(?:拨打|拨出|打出|致电|外呼){_COUNTED}|(?:电话|通话|外呼)(?:次数|数量?|量)|(?:phone |sales |customer )?calls\b"),
    ("training_share", r"培训(?:覆盖率|完成率|参训率)|参训率|training (?:coverage|completion)"),
)  # fmt: skip
_ANY = re.compile("|".join(f"(?P<w{place}>{words})" for place, (_key, words) in enumerate(_WORDS)))


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a sentence names a measure; ``keys`` are what it may mean."""

    start: int
    end: int
    keys: tuple[str, ...]

    def measure(self, unit: Unit) -> Measure | None:
        """Return what is meant where an amount stands beside it in ``unit``; None where the two do not fit."""
        return next((MEASURES[key] for key in self.keys if MEASURES[key].takes(unit)), None)

    @property
    def plain(self) -> Unit | None:
        """The unit of a number that has none."""
        return next((MEASURES[key].plain for key in self.keys if MEASURES[key].plain), None)


def mentions(text: str) -> tuple[Mention, ...]:
    """Return what a folded text names, in its order."""
    found = []
    for match in _ANY.finditer(text):
        key = _WORDS[int((match.lastgroup or "w0")[1:])][0]
        found.append(Mention(match.start(), match.end(), _meant(key, match.group())))
    return tuple(found)


def _meant(key: str, word: str) -> tuple[str, ...]:
    if key != "satisfaction":
        return (key,)
    return ("satisfaction_index", "csat") if "指数" in word or "index" in word else ("csat", "satisfaction_index")
