"""What the demo company's plans say in words, in the company's own language: sections with their owners and their past."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A comment: by whom, calling whom, how many days before the plan's present day."""

    who: str
    called: tuple[str, ...]
    days: int
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its owner, its versions (days before the plan's present day, and text), who is asked, who agreed, what was said."""

    title: str
    owner: str
    texts: tuple[tuple[int, str], ...]
    asked: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()


_WHOM = """我们做的是日常饮品和茶点，**老客户一年的回购占了大半收入**。本计划只写老客户的事，拉新另有安排。

### 三类客户，三种期待

| 客户 | 最看重 | 我们的承诺 |
|---|---|---|
| 家庭老客户 | 品质稳定、送得及时 | 同一批次口味一致，次日送达 |
| 企业客户 | 开票省心、量大有价 | 专人对接，当日出报价 |
| 社区团购点 | 不断货、好分拣 | 每周三前确认下周数量 |

### 想达到什么

1. 客单价和净销售额稳步提高，不靠打折
2. 投诉处理时长降到一天以内
3. 重点客户的档案完整、有人负责

公司想多卖，客户想省心：两者一致的地方是**按家里的消耗节奏提醒补货**，先把这一件做好。"""

_STANDARDS_FIRST = """每个触点都有负责人和时限，做不到要先说。

| 阶段 | 触点 | 负责人 | 时限 |
|---|---|---|---|
| 售前 | 微信群与电话咨询 | 各组值班 | 当天答复 |
| 售中 | 下单、开票、配送 | 何远 | 次日送达 |
| 售后 | 退换货与投诉 | 郑凯 | 两天内处理 |
| 长期 | 回访、生日问候 | 客户负责人 | 每月一次 |

- 投诉先道歉，再了解情况，不与客户争对错
- 超出权限的，两小时内交给组长"""
_STANDARDS = _STANDARDS_FIRST.replace("两天内处理", "24 小时内给出方案").replace(
    "- 超出权限的", "- 周末由值班组长处理，周一补记录\n- 超出权限的"
)
_TALK = """沟通分三段，渠道跟着客户的习惯走。

1. **下单前**：先问用途和人数，再推荐；不确定的当天查清
2. **送达后三天**：问一句口味如何，把回答记进客户页
3. **超过平常周期没下单**：由负责人亲自联系，不群发

### 节奏

- 高价值客户每两周一次，中等客户每月一次，其他客户每季度一次
- 同一客户每月促销消息不超过两条
- 客户说“别再发了”，当天停，记入隐私登记

> 群里问、电话答、客户页留底：同一件事不让客户说第二遍。"""
_KEEP = """先看两个数：**新客户三个月回头率**和**老客户流失率**，再按原因行动。

| 信号 | 由谁 | 做什么 |
|---|---|---|
| 首单后 30 天没再买 | 客户负责人 | 打电话问体验，送小样 |
| 超过平常周期一倍没买 | 组长 | 亲自联系，了解是否换了供应 |
| 连续两次投诉 | 郑凯 | 一周内回访，确认问题根除 |

**阻碍**：华南仓周末不发货，企业客户抱怨开票慢。前者由何远在本季度谈妥第三方仓，后者由伍静改为电子发票当日开出。"""
_MEANS = """- **人**：三个组各一名组长，售后一人，采购与商城一人
- **时间**：每天上午先完成到期联系，再处理新的咨询
- **培训**：每季度半天，讲投诉处理和商品知识

| 项目 | 全年预算（元） | 用途 |
|---|---|---|
| 小样与礼券 | 36,000 | 回访、唤醒沉睡客户 |
| 培训 | 12,000 | 讲师与场地 |
| 客户热线 | 9,600 | 400 号码与录音 |
| 调查 | 4,800 | 半年一次满意度 |

半年对照执行情况重新分配：用不完的礼券预算转给培训。"""

COMPANY = (
    Part("我们为谁服务，想达到什么", "manager", ((96, _WHOM),), ("lead", "lilan", "huangzm"), ("lead", "lilan", "huangzm")),
    Part(
        "触点与服务标准", "zhengkai", ((92, _STANDARDS_FIRST), (60, _STANDARDS)), ("manager", "lead"), ("manager", "lead"),
        (Said("lead", ("zhengkai",), 63, "两天太长了，客户在群里等着。能不能写 24 小时，周末由值班组长接？"),),
    ),
    Part(
        "沟通策略", "lead", ((30, _TALK),), ("manager", "zhengkai"), ("zhengkai",),
        (
            Said("staff", ("lead",), 9, "“每月促销不超过两条”，企业客户的开票提醒算不算？建议写明只算促销。"),
            Said("lead", ("manager",), 8, "提醒不算促销，我下周改进正文。还有别的意见请这周内说。"),
        ),
    ),
    Part("客户留存计划", "lilan", ((26, _KEEP),), ("manager", "heyuan")),
    Part("分工与预算", "manager", ((24, _MEANS),)),
)  # fmt: skip
TEAM = (
    Part(
        "回访怎么做", "lead",
        ((70, """1. 打电话前先看客户页：上次说了什么，还欠什么
2. 开口先确认是否方便，三分钟内说清来意
3. 问用得怎样、接下来几周要不要备货，记下原话
4. 挂断前约好下一步；当天写跟进，写明日期
5. 客户有不满，当周给出答复，解决不了的当天交给组长

重点客户每月至少一次，连续两次没联系上，改为上门或请同事代为问候。"""),),
        ("staff", "liujia"), ("staff", "liujia"),
    ),
)  # fmt: skip
