"""The file's side of importing contacts: which columns there are, and what a line must be (``ContactDraft.parse``)."""

from __future__ import annotations

import pyarrow as pa

from crm_core.customers.contacts.model import NAME_LIMIT, NOTE_LIMIT, TITLE_LIMIT, WECHAT_LIMIT, ContactDraft
from crm_core.customers.model import CODE_LIMIT
from crm_core.customers.model import NAME_LIMIT as CUSTOMER_LIMIT
from crm_core.errors import N_, InvalidInput
from crm_core.exchange.columns import choice_column, code_column, text_column
from crm_core.exchange.matching import Field, FieldKind
from crm_core.imports.columns import Columns
from crm_core.imports.contract import Surroundings
from crm_core.texts import key_of

YES_NO = {
    "是": "yes", "对": "yes", "有": "yes", "√": "yes", "y": "yes", "yes": "yes", "true": "yes", "1": "yes", "否": "no",
    "不": "no", "不是": "no", "无": "no", "×": "no", "n": "no", "no": "no", "false": "no", "0": "no",
}  # fmt: skip
# How other systems call the columns; written in simplified Chinese, which stands for both scripts.
_CUSTOMER = (
    "客户编号", "客户编码", "客户代码", "客户号", "公司编号", "CustomerID", "Customer ID", "Customer No", "Customer Number",
    "Account No", "Account ID", "Company ID",
)  # fmt: skip
_CUSTOMER_NAME = (
    "客户名称", "客户", "公司名称", "公司", "单位名称", "单位", "企业名称", "Customer", "Company", "Company Name", "Account",
    "Account Name", "Organization",
)  # fmt: skip
_NAMES = (
    "联系人",
    "联系人姓名",
    "联络人",
    "联络人姓名",
    "姓名",
    "名字",
    "Contact",
    "Contact Name",
    "Contact Person",
    "Full Name",
)
_TITLES = ("职务", "职位", "岗位", "角色", "称谓", "职称", "Title", "Job Title", "Position", "Role")
_DECIDES = ("决策人", "是否决策人", "关键人", "关键决策人", "Decision Maker", "Key Contact", "Is Decision Maker")
_PHONES = (
    "电话",
    "手机",
    "手机号",
    "手机号码",
    "联系电话",
    "移动电话",
    "联系方式",
    "Mobile",
    "Tel",
    "Telephone",
    "Phone Number",
)
_EMAILS = ("邮箱", "电子邮箱", "电子邮件", "邮件", "Email Address", "E-mail", "Mail")
_WECHATS = ("微信", "微信号", "企业微信", "WeChat", "Weixin", "WeChat ID")
_NOTES = ("备注", "说明", "Remark", "Remarks", "Notes", "Comment")
_DRAWN = ("name", "title", "phone", "phone_key", "email", "wechat", "note")
_REFUSED = ContactDraft(name="")


class ContactDeclaration:
    """Contacts of customers, as address books and other systems export them."""

    fields = (
        Field("customer", N_("Customer code"), code_column(longest=CODE_LIMIT), _CUSTOMER, example="K000123", kind=FieldKind.CODE),
        Field(
            "customer_name", N_("Customer name"), text_column(longest=CUSTOMER_LIMIT), _CUSTOMER_NAME,
            example="杭州云栖茶业有限公司",
        ),
        Field("name", N_("Contact's name"), text_column(longest=NAME_LIMIT), _NAMES, required=True, example="李雷"),
        Field("title", N_("Role or title"), text_column(longest=TITLE_LIMIT), _TITLES, example="采购经理"),
        Field("decision_maker", N_("Decision maker"), choice_column(YES_NO), _DECIDES, example="是", kind=FieldKind.CHOICE),
        Field("phone", N_("Phone"), code_column(), _PHONES, example="13800138000", kind=FieldKind.CODE),
        Field("email", N_("Email"), text_column(longest=254), _EMAILS, example="li.lei@example.com"),
        Field("wechat", N_("WeChat ID"), text_column(longest=WECHAT_LIMIT), _WECHATS, example="lilei-yunqi"),
        Field("note", N_("Note"), text_column(longest=NOTE_LIMIT, lines=True), _NOTES),
    )  # fmt: skip

    def stage(self, columns: Columns, surroundings: Surroundings) -> pa.Table:
        """Return the typed lines; each is what the form would have taken."""
        names = ("name", "title", "phone", "email", "wechat", "note")
        given = {name: columns.parsed(name).to_pylist() for name in names}
        drafts = []
        for place in range(len(columns)):
            line = {name: cells[place] for name, cells in given.items() if cells[place] is not None}
            try:
                drafts.append(ContactDraft.parse(line))
            except InvalidInput as error:
                drafts.append(_REFUSED)
                for field, reason in error.fields.items():
                    if field != "name" or "name" in line:  # a missing name was told already
                        columns.refuse(field, place, reason)
        decides = [None if each is None else each == "yes" for each in columns.parsed("decision_maker").to_pylist()]
        customers = columns.parsed("customer_name").to_pylist()
        return columns.lines(
            customer_code=columns.parsed("customer"),
            customer_key=pa.array([None if name is None else key_of(name) for name in customers], pa.string()),
            **{name: pa.array([getattr(draft, name) for draft in drafts], pa.string()) for name in _DRAWN},
            name_key=pa.array([key_of(draft.name) for draft in drafts], pa.string()),
            is_decision_maker=pa.array(decides, pa.bool_()),
        )
