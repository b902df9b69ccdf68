"""Surveys brought in the way the wizard and the command line bring them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.imports.conftest import Desk, desk, real_desk

__all__ = ["Desk", "desk", "real_desk"]

# An export of 问卷星, in the order and the words of its columns; the numbers are made up.
WJX = """序号,提交答卷时间,所用时间,来源,来源详情,来自IP,总分,1、您的手机号,2、您对我们的总体满意程度是？,3、请评价以下方面—产品质量,\
3、请评价以下方面—价格,4、您对服务人员的态度满意吗？,5、您向朋友推荐我们的可能性有多大？,6、您常去的门店,7、您用过哪些渠道？(微信),8、您的建议
1,2026/3/1 10:22:33,85秒,手机提交,直接访问,203.0.113.7(浙江-杭州),30,13800138000,非常满意,满意,很满意(5),一般,9,西湖店,1,很好
2,2026/3/1 23:59:59,85秒,手机提交,直接访问,203.0.113.8(浙江-杭州),30,(空),满意,一般,满意,(跳过),10,滨江店,0,(空)
3,2026/3/2 10:22:33,85秒,手机提交,直接访问,203.0.113.9(浙江-杭州),30,-2,不满意,非常不满意,不满意,一般,3,西湖店,-3,送货太慢
4,2026/3/2 10:22:33,85秒,手机提交,直接访问,203.0.113.9(浙江-杭州),30,(空),满意,满意,满意,满意,8,滨江店,0,(空)
"""


@pytest.fixture
def wjx(tmp_path: Path) -> Path:
    """The export as a file."""
    path = tmp_path / "三月回访.csv"
    path.write_text(WJX, "utf-8-sig")
    return path


@pytest.fixture
def ecsi() -> Path:
    """The folder with the two published surveys."""
    folder = Path(os.environ.get("CRM_TEST_DATA", "")) / "ecsi_surveys"
    if not os.environ.get("CRM_TEST_DATA") or not folder.is_dir():
        pytest.skip("CRM_TEST_DATA names no folder with ecsi_surveys: the published surveys are not read")
    return folder
