"""The file's side of importing purchases and products: which columns there are, and what a line must be."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crm_core.errors import N_, message
from crm_core.exchange.columns import amount_column, code_column, local_days, moment_column, text_column
from crm_core.exchange.matching import Field, FieldKind
from crm_core.imports.columns import Columns
from crm_core.imports.contract import Surroundings
from crm_core.money import LIMIT
from crm_core.purchases.model import cancelled_orders
from crm_core.texts import key_of

NEGATIVE_PRICE = message(N_("A price is never negative. A return has a negative quantity."))
NEGATIVE_COST = message(N_("A cost is never negative."))
TOO_LARGE = message(N_("Quantity times price is too large to be kept."))
IN_FUTURE = message(N_("This day lies in the future."))

# Names that stand for whoever comes in; a line with one of them and no code is an anonymous sale. As key_of writes them.
WALK_IN = frozenset(
    {"散客", "零散客户", "零售客户", "零售散客", "匿名", "路人", "walk-in", "walkin", "cashcustomer", "guest"}
)

_CODE, _LINE, _NAME, _WORD, _SHORT = 60, 40, 500, 100, 40

# How other systems call the columns; written in simplified Chinese, which stands for both scripts.
_ORDER = (
    "订单号", "订单编号", "单号", "单据编号", "单据号", "销售单号", "交易单号", "交易号", "商户单号", "流水号", "发票号", "发票号码", "小票号",
    "订单", "InvoiceNo", "Invoice", "Invoice Number", "Order No", "Order ID", "Order Number", "Order Code", "Transaction ID",
    "Receipt No", "Document No", "Bill No", "交易订单号", "商家订单号",
)  # fmt: skip
_LINE_NAMES = (
    "行号", "订单行", "订单行号", "明细行", "明细号", "行次", "子订单号", "子订单编号", "项次", "Line No", "Line Number", "Order Line",
    "Item No", "Line Item", "Position",
)  # fmt: skip
_CUSTOMER = (
    "客户编号", "客户编码", "客户代码", "客户号", "客户ID", "会员号", "会员卡号", "会员编号", "会员ID", "买家ID", "CustomerID",
    "Customer No", "Customer Number", "Customer Code", "Client ID", "Member ID", "Member No", "Buyer ID", "Account No",
)  # fmt: skip
_CUSTOMER_NAME = (
    "客户名称", "客户", "客户姓名", "会员姓名", "买家", "买家姓名", "收货人", "购货单位", "往来单位", "交易对方", "购买方", "Client",
    "Client Name", "Buyer", "Buyer Name", "Member Name", "Bill To", "Customer Name",
)  # fmt: skip
_PRODUCT = (
    "商品编号", "商品编码", "商品代码", "产品编号", "产品编码", "产品代码", "货号", "物料编码", "物料号", "存货编码", "品号", "料号", "条码",
    "商品条码", "SKU", "StockCode", "Stock Code", "Product ID", "Product No", "Product Code", "Item Code", "Item ID", "Article",
    "Article No", "Material", "Barcode",
)  # fmt: skip
_PRODUCT_NAME = (
    "商品名称", "商品", "产品名称", "产品", "品名", "货品名称", "物料名称", "存货名称", "商品标题", "宝贝标题", "商品说明", "Description",
    "Product Description", "Product Title", "Item", "Item Name", "Item Description", "Goods",
)  # fmt: skip
_CATEGORY = (
    "类别", "分类", "商品类别", "商品分类", "产品类别", "产品分类", "品类", "大类", "类目", "商品类目", "Product Category",
    "Product Type", "Product Group", "Department",
)  # fmt: skip
_QUANTITY = (
    "数量", "销售数量", "销量", "件数", "购买数量", "订购数量", "宝贝数量", "Qty", "Units", "Quantity Sold", "Order Quantity", "Count",
)  # fmt: skip
_PRICE = (
    "单价", "销售单价", "售价", "含税单价", "成交单价", "成交价", "价格", "商品单价", "零售价", "标准价", "Price", "Sales Price",
    "Selling Price", "List Price", "Price Each", "Rate",
)  # fmt: skip
_COST = (
    "成本", "成本价", "单位成本", "成本单价", "进价", "采购价", "进货价", "Cost", "Cost Price", "Purchase Price", "Cost Each",
)  # fmt: skip
_PURCHASED = (
    "交易时间", "下单时间", "订单时间", "购买时间", "付款时间", "支付时间", "成交时间", "销售时间", "订单创建时间", "销售日期", "订单日期",
    "购买日期", "交易日期", "单据日期", "业务日期", "开票日期", "付款日期", "日期", "时间", "交易创建时间", "InvoiceDate",
    "Invoice Date", "Order Date", "Purchase Date", "Sale Date", "Sales Date", "Transaction Date", "Date", "Datetime",
    "Timestamp", "Order Time", "Created At", "Ordered At", "Paid At",
)  # fmt: skip
_COUNTRY = (
    "国家", "国家地区", "国家或地区", "地区", "区域", "销售区域", "省份", "省", "收货省份", "城市", "Country", "Region", "Ship Country",
    "Shipping Country", "Country/Region", "Province", "State", "Market",
)  # fmt: skip
_CHANNEL = (
    "渠道", "销售渠道", "订单来源", "来源", "平台", "店铺", "店铺名称", "门店", "门店名称", "Sales Channel", "Source", "Platform", "Store",
    "Shop", "Outlet",
)  # fmt: skip


class PurchaseDeclaration:
    """Purchase lines, as shops, invoicing programs and marketplaces export them."""

    fields = (
        Field(
            "order", N_("Order"), code_column(longest=_CODE), _ORDER, required=True, example="SO-20240308-017",
            kind=FieldKind.CODE,
        ),
        Field("line", N_("Line of the order"), code_column(longest=_LINE), _LINE_NAMES, example="1", kind=FieldKind.CODE),
        Field("customer", N_("Customer code"), code_column(longest=_SHORT), _CUSTOMER, example="K000123", kind=FieldKind.CODE),
        Field("customer_name", N_("Customer name"), text_column(longest=_WORD), _CUSTOMER_NAME, example="杭州云栖茶业有限公司"),
        Field("product", N_("Product code"), code_column(longest=_CODE), _PRODUCT, example="TEA-500", kind=FieldKind.CODE),
        Field("product_name", N_("Product name"), text_column(longest=_NAME), _PRODUCT_NAME, example="明前龙井 500 克"),
        Field("category", N_("Category"), text_column(longest=_WORD), _CATEGORY, example="茶叶"),
        Field(
            "quantity", N_("Quantity"), amount_column(), _QUANTITY, required=True, example="2", kind=FieldKind.AMOUNT
        ),
        Field(
            "unit_price", N_("Unit price"), amount_column(), _PRICE, required=True, example="498.00",
            kind=FieldKind.AMOUNT,
        ),
        Field("unit_cost", N_("Unit cost"), amount_column(), _COST, example="260.00", kind=FieldKind.AMOUNT),
        Field(
            "purchased_at", N_("Purchased at"), moment_column(), _PURCHASED, required=True, example="2024-03-08 14:30",
            kind=FieldKind.MOMENT,
        ),
        Field("country", N_("Country or region"), text_column(longest=_WORD), _COUNTRY, example="浙江"),
        Field("channel", N_("Channel"), text_column(longest=_WORD), _CHANNEL, example="门店"),
    )  # fmt: skip

    def stage(self, columns: Columns, surroundings: Surroundings) -> pa.Table:
        """Return the typed lines; a price below 0, a day in the future and a missing order are refused."""
        orders = columns.parsed("order")
        names = columns.parsed("customer_name")
        quantity = columns.parsed("quantity")
        price = columns.parsed("unit_price")
        cost = columns.parsed("unit_cost")
        moments = columns.parsed("purchased_at")
        days = local_days(moments, surroundings.reading.zone)
        columns.reject("unit_price", _true(pc.less(price, 0)), NEGATIVE_PRICE)
        columns.reject("unit_cost", _true(pc.less(cost, 0)), NEGATIVE_COST)
        columns.reject("quantity", _exceeds(quantity, price), TOO_LARGE)
        latest = surroundings.today + timedelta(days=1)  # a zone ahead of the company's may have tomorrow already
        columns.reject("purchased_at", _true(pc.greater(days, pa.scalar(latest, pa.date32()))), IN_FUTURE)
        return columns.lines(
            order_code=orders,
            line=columns.parsed("line"),
            customer_code=columns.parsed("customer"),
            customer_name=names,
            customer_key=_keys(names),
            product_code=columns.parsed("product"),
            product_name=columns.parsed("product_name"),
            category=columns.parsed("category"),
            quantity=quantity,
            unit_price=price,
            unit_cost=cost,
            purchased_at=moments,
            purchased_on=days,
            country=columns.parsed("country"),
            channel=columns.parsed("channel"),
            is_cancelled=_is_cancelled(orders),
        )


class ProductDeclaration:
    """Products with their prices and costs."""

    fields = (
        Field(
            "code", N_("Product code"), code_column(longest=_CODE), (*_PRODUCT, "编码", "编号", "代码"), required=True,
            example="TEA-500", kind=FieldKind.CODE,
        ),
        Field("name", N_("Product name"), text_column(longest=_NAME), (*_PRODUCT_NAME, "名称"), example="明前龙井 500 克"),
        Field("category", N_("Category"), text_column(longest=_WORD), _CATEGORY, example="茶叶"),
        Field("unit_price", N_("Unit price"), amount_column(), _PRICE, example="498.00", kind=FieldKind.AMOUNT),
        Field("unit_cost", N_("Unit cost"), amount_column(), _COST, example="260.00", kind=FieldKind.AMOUNT),
    )  # fmt: skip

    def stage(self, columns: Columns, surroundings: Surroundings) -> pa.Table:
        """Return the typed lines; a price or cost below 0 and a missing code are refused."""
        price = columns.parsed("unit_price")
        cost = columns.parsed("unit_cost")
        columns.reject("unit_price", _true(pc.less(price, 0)), NEGATIVE_PRICE)
        columns.reject("unit_cost", _true(pc.less(cost, 0)), NEGATIVE_COST)
        return columns.lines(
            code=columns.parsed("code"),
            name=columns.parsed("name"),
            category=columns.parsed("category"),
            unit_price=price,
            unit_cost=cost,
        )


def _keys(names: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the form in which customers' names are compared; null where none is given or it says "walk-in"."""
    coded = names.combine_chunks().dictionary_encode()
    keys = [key_of(name) for name in coded.dictionary.to_pylist()]
    known = pa.array([None if key in WALK_IN else key for key in keys], pa.string())
    return pa.chunked_array([known.take(coded.indices)])


def _true(mask: pa.ChunkedArray) -> np.ndarray:
    """Return a mask with null as False."""
    found: np.ndarray = pc.fill_null(mask, False).to_numpy(zero_copy_only=False)
    return found


def _exceeds(quantity: pa.ChunkedArray, price: pa.ChunkedArray) -> np.ndarray:
    size = pc.abs(pc.multiply(pc.cast(quantity, pa.float64()), pc.cast(price, pa.float64())))
    return _true(pc.greater_equal(size, float(LIMIT)))


def _is_cancelled(orders: pa.ChunkedArray) -> pa.Array:
    cancelled = cancelled_orders(code for code in pc.unique(orders).to_pylist() if code is not None)
    return pc.is_in(orders, value_set=pa.array(sorted(cancelled), pa.string()))
