"""The words of the demo company's register: thirteen touchpoints from the first enquiry to the complaint."""

from __future__ import annotations

from dataclasses import dataclass

from crm_core.interactions.model import Channel as C
from crm_core.touchpoints.model import Guide, Phase, Unit
from crm_core.touchpoints.model import Purpose as P


@dataclass(frozen=True, slots=True)
class Entry:
    """One touchpoint; ``owner`` is a user name."""

    phase: Phase
    name: str
    department: str
    owner: str
    channels: tuple[C, ...]
    standard: str
    within: int | None
    unit: Unit | None
    guides: tuple[Guide, ...]


_HOUR, _DAY = Unit.HOUR, Unit.DAY

REGISTER = (
    Entry(
        Phase.BEFORE, "电话与微信咨询", "客服部", "lilan", (C.PHONE, C.WECHAT),
        "铃响三声内接听，报公司名与姓名；当场答不了的，说明何时回复并记入待跟进。", 2, _HOUR,
        (
            Guide(P.ENQUIRY, "第一次来咨询", "您好，这里是青禾生活，我姓（姓氏）。\n先问：自己喝还是送人？平时喝什么茶？大概的预算？\n听完再推荐，最多两款，说清差别，不急着报价。"),
            Guide(P.PRICE, "客户嫌贵", "先认同：“您说得对，这款确实不便宜。”\n再说值在哪里：产地、当季、可退换。\n最后给选择：小规格试饮，或同产区的另一款。不当场降价，需要优惠的请示组长。"),
        ),
    ),
    Entry(
        Phase.BEFORE, "门店接待", "门店", "huangzm", (C.STORE,),
        "进店一分钟内问好、奉茶；接待人员着装统一，能讲清主推产品。", None, None,
        (Guide(P.ENQUIRY, "客户随便看看", "“您先看，需要时叫我。”留出空间，三分钟后以一杯茶开场，问口味而不问预算。"),),
    ),
    Entry(
        Phase.BEFORE, "企业客户上门拜访", "大客户部", "lead", (C.VISIT, C.PHONE),
        "预约后书面确认时间与议题；拜访前准备对方行业资料、样品与小礼品。", 1, _DAY,
        (
            Guide(P.ENQUIRY, "首次拜访", "1. 了解对方业务与用茶场景（会议、礼赠、福利）。\n2. 找出决策人与采购流程。\n3. 约定下一步：样品、方案或报价的日期。"),
            Guide(P.PRICE, "对方拿同行低价比较", "不贬低同行。请对方拿出同等规格对比：等级、年份、包装、售后。\n强调我们的供货稳定与专人对接，提出按年框架的阶梯价。"),
        ),
    ),
    Entry(
        Phase.BEFORE, "新品与活动通知", "市场部", "heyuan", (C.SMS, C.EMAIL, C.WECHAT),
        "只发给同意接收的客户；每月不超过两次，文末写明退订方式。", None, None,
        (Guide(P.CARE, "节日问候", "称呼姓名，一句祝福，一句与他有关的话（上次买的茶、家人），不带促销。"),),
    ),
    Entry(
        Phase.DURING, "下单与订单确认", "销售部", "lead", (C.PHONE, C.WECHAT, C.STORE),
        "下单后复述品名、数量、金额、送达日；书面确认发给客户。", 2, _HOUR,
        (
            Guide(P.ORDER, "确认订单", "“我跟您核对一下：（品名、数量、金额），（日期）送到（地址），对吗？”\n对公客户同时确认开票信息。"),
            Guide(P.ORDER, "客户要改单", "未发货的直接改，复述一遍新内容；已发货的说明可在收货后换，运费由我们承担的情形要先请示。"),
        ),
    ),
    Entry(
        Phase.DURING, "发货与物流通知", "仓储物流部", "wujing", (C.SMS, C.WECHAT),
        "当日 16:00 前的订单当日发出，发出后告知单号；延误要在客户来问之前先说。", 1, _DAY,
        (Guide(P.DELIVERY, "要晚到了", "先道歉，说明原因与新的送达日，给两个选择：继续等，或改发同价位现货。不说“应该”“可能”。"),),
    ),
    Entry(
        Phase.DURING, "开票与对账", "财务部", "liujia", (C.EMAIL, C.PHONE),
        "收到开票资料后开出并发送电子发票；企业客户每月 5 日前发对账单。", 1, _DAY,
        (Guide(P.PAYMENT, "开票信息不全", "一次问全：抬头、税号、开户行与账号、接收邮箱。复述税号，避免返工。"),),
    ),
    Entry(
        Phase.DURING, "收款与到期提醒", "财务部", "heyuan", (C.PHONE, C.EMAIL),
        "到期前 5 天友好提醒一次；逾期由客户负责人先联系，财务不直接催讨。", 2, _DAY,
        (Guide(P.PAYMENT, "款项逾期", "先问有没有货品或单据上的问题，再问付款安排。\n“我帮您记在（日期），到时跟您确认，可以吗？”不指责，不威胁。"),),
    ),
    Entry(
        Phase.AFTER, "收货后回访", "客服部", "staff", (C.PHONE, C.WECHAT),
        "收货后 3 个工作日内回访首次购买的客户。", 3, _DAY,
        (Guide(P.CARE, "首次购买回访", "问三件事：收到时是否完好、冲泡是否顺手、味道合不合口味。\n有建议就原话记下，告诉他我们会给答复。"),),
    ),
    Entry(
        Phase.AFTER, "退换货", "售后服务部", "zhaoting", (C.PHONE, C.WECHAT, C.STORE),
        "未拆封 7 天无理由退换；品质问题先补发再核查。", 4, _HOUR,
        (Guide(P.AFTER_SALES, "收到破损", "“给您添麻烦了，我马上处理。”请客户拍照，不要求自证。当场决定补发或退款，并说出到账或送达的日期。"),),
    ),
    Entry(
        Phase.AFTER, "投诉受理", "售后服务部", "lilan", (C.PHONE, C.WECHAT, C.EMAIL),
        "当日联系客户，3 个工作日内给出结果；每件投诉有专人负责到底，不让客户重复讲述。", 2, _HOUR,
        (
            Guide(P.COMPLAINT, "客户很生气", "先听完，不打断、不解释、不反驳。\n复述一遍：“您的意思是……我理解得对吗？”\n为他的感受道歉，再说接下来做什么、什么时候有结果。"),
            Guide(P.COMPLAINT, "告知处理结果", "先说结果，再说原因，最后说我们怎样避免再发生。问一句：“这样处理，您还满意吗？”"),
            Guide(P.COMPLAINT, "要求超出权限", "“这件事我需要请示，今天（时间）前一定给您回电话。”记入待跟进并按时回电，有没有结果都要回。"),
        ),
    ),
    Entry(
        Phase.AFTER, "生日与节日关怀", "客服部", "xupeng", (C.WECHAT, C.SMS, C.PHONE),
        "当天上午送出；高价值客户由负责人亲自联系。", None, None,
        (Guide(P.CARE, "生日祝福", "“（称呼），今天是您的生日，祝您平安喜乐。”不附带任何销售内容。"),),
    ),
    Entry(
        Phase.AFTER, "久未联系的客户", "销售部", "wangxy", (C.PHONE, C.VISIT),
        "沉默超过自身购买间隔两倍的客户，由负责人联系一次并记下原因。", 5, _DAY,
        (Guide(P.CARE, "唤回老客户", "不问“为什么不来了”。先谢过往的支持，再问近况与口味有没有变，最后提一款与他上次所买相近的新品。"),),
    ),
)  # fmt: skip
