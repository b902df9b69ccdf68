"""The file's side of importing interactions: which columns there are, and what a line must be."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crm_core.errors import N_, message
from crm_core.exchange.columns import choice_column, code_column, day_column, local_days, moment_column, text_column
from crm_core.exchange.matching import Field, FieldKind
from crm_core.imports.columns import Columns
from crm_core.imports.contract import Surroundings
from crm_core.interactions.model import CONTENT_LIMIT, PURPOSE_LIMIT
from crm_core.texts import key_of
from crm_core.touchpoints.said.model import SUGGESTION_LIMIT

IN_FUTURE = message(N_("This lies in the future. What is planned goes into the column of the next follow-up."))
TOO_EARLY = message(N_("Please check the date."))

CHANNEL_WORDS = {
    "电话": "phone", "电话沟通": "phone", "通话": "phone", "phone": "phone", "call": "phone", "phone call": "phone",
    "拜访": "visit", "上门": "visit", "上门拜访": "visit", "面谈": "visit", "visit": "visit", "meeting": "visit",
    "微信": "wechat", "企业微信": "wechat", "wechat": "wechat", "wecom": "wechat", "短信": "sms", "简讯": "sms", "sms": "sms",
    "text message": "sms", "邮件": "email", "电子邮件": "email", "email": "email", "e-mail": "email", "mail": "email",
    "到店": "store", "门店": "store", "来店": "store", "store": "store", "in store": "store", "walk-in": "store",
}  # fmt: skip
DIRECTION_WORDS = {
    "来": "in", "来电": "in", "呼入": "in", "客户联系": "in", "客户主动": "in", "in": "in", "inbound": "in", "incoming": "in",
    "received": "in", "去": "out", "去电": "out", "呼出": "out", "外呼": "out", "我方联系": "out", "out": "out",
    "outbound": "out", "outgoing": "out", "sent": "out",
}  # fmt: skip
OUTCOME_WORDS = {
    "已联系": "reached", "联系上": "reached", "接通": "reached", "已接通": "reached", "reached": "reached", "connected": "reached",
    "已解决": "solved", "解决": "solved", "solved": "solved", "resolved": "solved", "未联系上": "not_reached",
    "未接通": "not_reached", "未接": "not_reached", "not reached": "not_reached", "no answer": "not_reached",
}  # fmt: skip
PURPOSE_WORDS = {
    "咨询": "enquiry", "询问": "enquiry", "了解产品": "enquiry", "enquiry": "enquiry", "inquiry": "enquiry", "价格": "price",
    "报价": "price", "议价": "price", "询价": "price", "价格与异议": "price", "price": "price", "quote": "price",
    "price and objections": "price", "下单": "order", "订单": "order", "订货": "order", "改单": "order", "order": "order",
    "order placed or changed": "order", "发货": "delivery", "交货": "delivery", "交付": "delivery", "物流": "delivery",
    "配送": "delivery", "delivery": "delivery", "shipping": "delivery", "付款": "payment", "回款": "payment", "收款": "payment",
    "催款": "payment", "开票": "payment", "发票": "payment", "payment": "payment", "invoice": "payment",
    "invoice and payment": "payment", "售后": "after_sales", "售后服务": "after_sales", "维修": "after_sales",
    "after-sales": "after_sales", "after-sales service": "after_sales", "support": "after_sales", "投诉": "complaint",
    "complaint": "complaint", "回访": "care", "关怀": "care", "维护": "care", "care": "care", "return visit": "care",
    "care and return visit": "care", "其他": "other", "其它": "other", "other": "other", "another matter": "other",
}  # fmt: skip
# How other systems call the columns; written in simplified Chinese, which stands for both scripts.
_CUSTOMER = (
    "客户编号", "客户编码", "客户代码", "客户号", "CustomerID", "Customer ID", "Customer No", "Customer Number", "Account No",
    "Account ID",
)  # fmt: skip
_CUSTOMER_NAME = (
    "客户名称",
    "客户",
    "客户姓名",
    "公司名称",
    "单位名称",
    "关联客户",
    "Customer",
    "Company",
    "Company Name",
    "Account",
    "Account Name",
)
_HAPPENED = (
    "跟进时间", "跟进日期", "联系时间", "联系日期", "沟通时间", "拜访时间", "拜访日期", "时间", "日期", "创建时间", "Date", "Time",
    "Datetime", "Activity Date", "Call Date", "Contacted At", "Happened At", "Created At",
)  # fmt: skip
_CHANNELS = ("渠道", "方式", "跟进方式", "联系方式", "沟通方式", "类型", "Channel", "Type", "Activity Type", "Method")
_DIRECTIONS = ("方向", "呼叫方向", "联系方向", "Direction", "In or out", "Call Direction")
_OUTCOMES = ("结果", "跟进结果", "联系结果", "状态", "Outcome", "Result", "Status")
_CONTENTS = (
    "沟通内容", "跟进内容", "跟进记录", "内容", "摘要", "纪要", "小结", "备注", "描述", "Summary", "Content", "Notes", "Note",
    "Description", "Subject", "Comments",
)  # fmt: skip
_USERS = (
    "跟进人", "记录人", "负责人", "业务员", "销售", "客户经理", "创建人", "执行人", "By", "Owner", "User", "Sales Rep", "Assigned To",
    "Created By",
)  # fmt: skip
_NEXT = (
    "下次跟进",
    "下次跟进时间",
    "下次跟进日期",
    "下次联系",
    "下次联系时间",
    "Next Follow-up",
    "Follow-up Date",
    "Next Contact",
    "Next Step Date",
)
_ABOUT = ("目的", "沟通目的", "跟进目的", "联系目的", "事由", "沟通事由", "跟进类型", "Purpose", "Reason", "Regarding")
_SUGGESTIONS = ("客户建议", "建议", "意见建议", "客户意见", "客户反馈", "Suggestion", "Customer Suggestion", "Feedback")
_PURPOSES = ("下次跟进事项", "下次跟进内容", "跟进任务", "下一步", "Next Step", "Follow-up Purpose", "Next Action")


class InteractionDeclaration:
    """What was said with customers, as other systems export it."""

    fields = (
        Field("customer", N_("Customer code"), code_column(longest=40), _CUSTOMER, example="K000123", kind=FieldKind.CODE),
        Field("customer_name", N_("Customer name"), text_column(longest=100), _CUSTOMER_NAME, example="杭州云栖茶业有限公司"),
        Field(
            "happened_at", N_("Date and time"), moment_column(), _HAPPENED, required=True, example="2026-03-05 14:30",
            kind=FieldKind.MOMENT,
        ),
        Field("channel", N_("Channel"), choice_column(CHANNEL_WORDS), _CHANNELS, example="电话", kind=FieldKind.CHOICE),
        Field("direction", N_("In or out"), choice_column(DIRECTION_WORDS), _DIRECTIONS, example="呼出", kind=FieldKind.CHOICE),
        Field("outcome", N_("Outcome"), choice_column(OUTCOME_WORDS), _OUTCOMES, example="已联系", kind=FieldKind.CHOICE),
        Field(
            "content", N_("What was said"), text_column(longest=CONTENT_LIMIT, lines=True), _CONTENTS, required=True,
            example="确认了春茶的数量",
        ),
        Field("about", N_("Purpose"), choice_column(PURPOSE_WORDS), _ABOUT, example="报价", kind=FieldKind.CHOICE),
        Field(
            "suggestion", N_("What the customer suggests"), text_column(longest=SUGGESTION_LIMIT, lines=True), _SUGGESTIONS,
            example="希望有小包装",
        ),
        Field("user", N_("By whom (username or name)"), text_column(longest=100), _USERS, example="li.lei"),
        Field("next_due_on", N_("Next follow-up on"), day_column(), _NEXT, example="2026-03-12", kind=FieldKind.DAY),
        Field("next_purpose", N_("What the next follow-up is for"), text_column(longest=PURPOSE_LIMIT), _PURPOSES),
    )  # fmt: skip

    def stage(self, columns: Columns, surroundings: Surroundings) -> pa.Table:
        """Return the typed lines; nothing in them lies in the future but what is promised."""
        moments = columns.parsed("happened_at")
        days = local_days(moments, surroundings.reading.zone)
        known = pc.is_valid(days).to_numpy()
        ordinals = np.array([each.toordinal() if each is not None else 0 for each in days.to_pylist()], np.int64)
        columns.reject("happened_at", known & (ordinals > surroundings.today.toordinal()), IN_FUTURE)
        columns.reject("happened_at", known & (ordinals < _FIRST), TOO_EARLY)
        names = columns.parsed("customer_name").to_pylist()
        return columns.lines(
            customer_code=columns.parsed("customer"),
            customer_key=pa.array([None if name is None else key_of(name) for name in names], pa.string()),
            happened_at=moments,
            happened_on=days,
            channel=pc.fill_null(columns.parsed("channel"), "phone"),
            direction=columns.parsed("direction"),
            outcome=pc.fill_null(columns.parsed("outcome"), "reached"),
            content=columns.parsed("content"),
            about=columns.parsed("about"),
            suggestion=columns.parsed("suggestion"),
            user_text=columns.parsed("user"),
            next_due_on=columns.parsed("next_due_on"),
            next_purpose=columns.parsed("next_purpose"),
        )


_FIRST = 730_120  # the first of January 2000
