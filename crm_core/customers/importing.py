"""The file's side of importing customers: which columns there are, and what a line must be.

The rules are those of the form, ``CustomerDraft.parse``; here each line's words become what a form would hand over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pyarrow as pa
from stdnum.cn import uscc

from crm_core.customers.fields import MASKED_FORMS
from crm_core.customers.model import CODE_LIMIT, NAME_LIMIT, NOTE_LIMIT, REGION_LIMIT, CustomerDraft, Kind
from crm_core.customers.profile.own_fields.importing import staged_values
from crm_core.customers.search import search_texts
from crm_core.errors import N_, InvalidInput
from crm_core.exchange.columns import ColumnParser, choice_column, code_column, day_column, text_column, untold
from crm_core.exchange.matching import Field, FieldKind
from crm_core.imports.columns import Columns
from crm_core.imports.contract import Surroundings
from crm_core.texts import key_of

_COMPANY = re.compile(
    r"公司|集团|集團|工厂|工廠|商行|商店|超市|酒店|学校|學校|大学|大學|医院|醫院|银行|銀行|事务所|事務所|有限|合作社|"
    r"\b(co|corp|inc|ltd|llc|gmbh|plc|company|limited|group|bank|hotel|school|university|hospital)\b",
    re.IGNORECASE,
)


KIND_WORDS = {
    "个人": "person", "個人": "person", "person": "person", "individual": "person", "自然人": "person", "private": "person",
    "公司": "company", "企业": "company", "企業": "company", "company": "company", "单位": "company", "單位": "company",
    "机构": "company", "機構": "company", "organization": "company", "organisation": "company", "business": "company",
}  # fmt: skip
GENDER_WORDS = {
    "女": "female", "female": "female", "f": "female", "女士": "female", "女性": "female", "男": "male", "male": "male",
    "m": "male", "先生": "male", "男性": "male", "其他": "other", "other": "other", "未知": "other",
}  # fmt: skip
# How other systems call the columns; written in simplified Chinese, which stands for both scripts.
_CODES = (
    "客户编号", "客户编码", "客户代码", "客户号", "客户ID", "会员号", "会员卡号", "会员编号", "编号", "编码", "代码", "CustomerID", "Customer ID",
    "Customer No", "Customer Number", "Client ID", "Member ID", "Account No", "ID", "No",
)  # fmt: skip
_KINDS = ("客户类型", "客户性质", "客户类别", "类型", "性质", "Type", "Customer Type")
_NAMES = (
    "客户名称", "客户", "客户姓名", "姓名", "名称", "公司名称", "单位名称", "企业名称", "会员姓名", "客户全称", "Customer", "Client", "Client Name",
    "Company", "Company Name", "Full Name",
)  # fmt: skip
_PHONES = (
    "电话", "手机", "手机号", "手机号码", "联系电话", "电话号码", "联系方式", "移动电话", "Mobile", "Mobile Phone", "Telephone", "Tel", "Cell",
    "Phone Number",
)  # fmt: skip
_EMAILS = ("邮箱", "电子邮箱", "电子邮件", "邮件", "邮箱地址", "Email Address", "Mail")
_NUMBERS = (
    "证件号码", "证件号", "身份证号", "身份证", "身份证号码", "统一社会信用代码", "社会信用代码", "信用代码", "税号", "纳税人识别号", "营业执照号",
    "ID Number", "ID Card", "Credit Code", "Tax ID", "Tax Number",
)  # fmt: skip
_BIRTHDAYS = ("生日", "出生日期", "出生年月日", "Date of Birth", "Birth Date", "DOB")
_GENDERS = ("性别", "Sex")
_REGIONS = (
    "地区",
    "区域",
    "省市",
    "省份",
    "城市",
    "所在地",
    "所在地区",
    "Area",
    "City",
    "Province",
    "Country",
)
_OWNERS = (
    "负责人", "所属销售", "业务员", "销售", "销售代表", "客户经理", "跟进人", "归属人", "所有人", "Owner", "Sales Rep", "Salesperson",
    "Account Manager", "Assigned To",
)  # fmt: skip
_NOTES = ("备注", "说明", "描述", "Remark", "Remarks", "Notes", "Comment", "Comments", "Description")
_TEXTS = ("code", "kind", "name", "phone", "phone_key", "email", "id_number", "gender", "region", "note")
_REFUSED = CustomerDraft(name="", kind=Kind.PERSON)


def guessed_kind(name: str, id_number: str = "") -> Kind:
    """Return whether a customer of whom no kind is told is a company: by a unified social credit code or by the name."""
    return Kind.COMPANY if uscc.is_valid(id_number) or _COMPANY.search(name) else Kind.PERSON


def _untold(name: str, parse: ColumnParser) -> ColumnParser:
    """Return the parser of a masked field: what is masked in a file was taken out of a list, and says nothing."""
    return untold(parse, MASKED_FORMS[name])


class CustomerDeclaration:
    """Customers, as address books and other systems export them."""

    fields = (
        Field("code", N_("Customer code"), code_column(longest=CODE_LIMIT), _CODES, example="K000123", kind=FieldKind.CODE),
        Field("kind", N_("Person or company"), choice_column(KIND_WORDS), _KINDS, example="公司", kind=FieldKind.CHOICE),
        Field(
            "name", N_("Customer name"), text_column(longest=NAME_LIMIT), _NAMES, required=True,
            example="杭州云栖茶业有限公司",
        ),
        Field("phone", N_("Phone"), _untold("phone", code_column()), _PHONES, example="13800138000", kind=FieldKind.CODE),
        Field("email", N_("Email"), _untold("email", text_column(longest=254)), _EMAILS, example="li.lei@example.com"),
        Field(
            "id_number", N_("ID number or credit code"), _untold("id_number", code_column()), _NUMBERS, kind=FieldKind.CODE,
        ),
        Field(
            "birthday", N_("Birthday"), _untold("birthday", day_column()), _BIRTHDAYS, example="1990-03-05",
            kind=FieldKind.DAY,
        ),
        Field("gender", N_("Gender"), choice_column(GENDER_WORDS), _GENDERS, example="女", kind=FieldKind.CHOICE),
        Field("region", N_("Region"), text_column(longest=REGION_LIMIT), _REGIONS, example="浙江杭州"),
        Field("owner", N_("Owner (username or name)"), text_column(longest=100), _OWNERS, example="li.lei"),
        Field("note", N_("Note"), text_column(longest=NOTE_LIMIT, lines=True), _NOTES),
    )  # fmt: skip

    def stage(self, columns: Columns, surroundings: Surroundings) -> pa.Table:
        """Return the typed lines; each is what the form would have taken."""
        given = {
            "code": columns.parsed("code"),
            "kind": columns.parsed("kind"),
            "name": columns.parsed("name"),
            "phone": columns.parsed("phone"),
            "email": columns.parsed("email"),
            "id_number": columns.parsed("id_number"),
            "birthday": columns.parsed("birthday"),
            "gender": columns.parsed("gender"),
            "region": columns.parsed("region"),
            "note": columns.parsed("note"),
        }
        drafts = self._drafts(columns, given, surroundings.today)
        values = {name: [getattr(draft, name) for draft in drafts] for name in _TEXTS}
        texts = search_texts([draft.name for draft in drafts], [draft.code or "" for draft in drafts])
        return columns.lines(
            **{name: pa.array(column, pa.string()) for name, column in values.items()},
            given_kind=given["kind"],
            birthday=pa.array([draft.birthday for draft in drafts], pa.date32()),
            name_key=pa.array([key_of(draft.name) for draft in drafts], pa.string()),
            search_text=pa.array(texts, pa.string()),
            owner_text=columns.parsed("owner"),
            own=staged_values(columns, surroundings.own),
        )

    @staticmethod
    def _drafts(columns: Columns, given: Mapping[str, pa.ChunkedArray], today: date) -> list[CustomerDraft]:
        """Return one draft a line; an empty one stands for a line that is refused."""
        drafts = []
        names = list(given)
        for place, cells in enumerate(zip(*(column.to_pylist() for column in given.values()), strict=True)):
            line = {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}
            line.setdefault("kind", guessed_kind(str(line.get("name", "")), str(line.get("id_number", ""))))
            try:
                drafts.append(CustomerDraft.parse(line, today=today))
            except InvalidInput as error:
                drafts.append(_REFUSED)
                for field, reason in error.fields.items():
                    if "name" in line or field != "name":  # a missing name was told already
                        columns.refuse(field, place, reason)
        return drafts
