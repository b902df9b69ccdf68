"""The industries, by the sections of the national classification of economic activities (GB/T 4754). No I/O."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core.errors import N_
from crm_core.exchange.scripts import name_key

INDUSTRY_LABELS: Mapping[str, str] = {
    "farming": N_("Farming, forestry, animal husbandry and fishery"),
    "mining": N_("Mining"),
    "manufacturing": N_("Manufacturing"),
    "utilities": N_("Electricity, heat, gas and water"),
    "construction": N_("Construction"),
    "trade": N_("Wholesale and retail"),
    "transport": N_("Transport, storage and post"),
    "hospitality": N_("Hotels and catering"),
    "information": N_("Software and information technology"),
    "finance": N_("Finance"),
    "property": N_("Real estate"),
    "business_services": N_("Leasing and business services"),
    "research": N_("Research and technical services"),
    "environment": N_("Water, environment and public facilities"),
    "resident_services": N_("Resident services and repair"),
    "education": N_("Education"),
    "health": N_("Health and social work"),
    "culture": N_("Culture, sport and entertainment"),
    "public": N_("Public administration and associations"),
    "international": N_("International organisations"),
}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "farming": ("農、林、漁、牧業", "农、林、牧、渔业", "农林牧渔业", "农林牧渔", "农业", "农業", "農林漁牧業", "Agriculture"),
    "mining": ("采矿业", "採礦業", "矿业", "礦業"),
    "manufacturing": ("制造业", "製造業", "制造", "製造", "生产制造", "工业"),
    "utilities": ("电力、热力、燃气及水", "电力、热力、燃气及水生产和供应业", "电力热力燃气及水", "電力、熱力、燃氣及水", "能源"),
    "construction": ("建筑业", "建築業", "建筑", "建築", "营造业"),
    "trade": ("批发和零售业", "批发零售业", "批发零售", "批發和零售業", "批發零售業", "零售业", "零售", "批发", "商贸", "贸易", "Retail", "Wholesale", "Trade"),
    "transport": ("交通运输、仓储和邮政", "運輸、倉儲和郵政", "交通运输、仓储和邮政业", "交通运输仓储和邮政业", "交通运输", "交通運輸、倉儲和郵政業", "物流", "运输", "Logistics", "Transport"),
    "hospitality": ("住宿和餐饮业", "住宿餐饮", "住宿和餐飲業", "住宿及餐飲業", "餐饮", "餐飲", "酒店", "Hospitality"),
    "information": (
        "信息传输、软件和信息技术服务业", "软件和信息技术", "信息技术", "互联网", "软件", "資訊傳輸、軟體和資訊技術服務業", "軟體和資訊技術", "資訊業", "IT",
        "Software",
    ),
    "finance": ("金融业", "金融業", "金融", "保险", "银行"),
    "property": ("房地产业", "房地产", "房地產業", "不動產業", "Property"),
    "business_services": ("租赁和商务服务", "租賃和商務服務", "租赁和商务服务业", "商务服务", "租賃和商務服務業", "咨询", "广告", "Consulting", "Business Services"),
    "research": ("科研和技术服务", "科研和技術服務", "科学研究和技术服务业", "技术服务", "科學研究和技術服務業", "科研", "Research"),
    "environment": ("水利、环境和公共设施", "水利、環境和公共設施", "水利、环境和公共设施管理业", "水利、環境和公共設施管理業", "环保"),
    "resident_services": ("居民服务和修理", "居民服務和修理", "居民服务、修理和其他服务业", "居民服务", "居民服務、修理和其他服務業", "Services"),
    "education": ("教育业", "教育", "教育業", "培训"),
    "health": ("卫生和社会工作", "衛生和社會工作", "医疗", "醫療", "健康", "Healthcare", "Health"),
    "culture": ("文化、体育和娱乐", "文化、體育和娛樂", "文化、体育和娱乐业", "文化、體育和娛樂業", "文化", "传媒", "Media"),
    "public": ("公共管理和社會組織", "公共管理、社会保障和社会组织", "公共管理和社会组织", "公共管理、社會保障和社會組織", "政府", "协会", "Government"),
    "international": ("国际组织", "國際組織"),
}  # fmt: skip
# What a file or a person may write, folded, to the industry's code.
INDUSTRY_WORDS: Mapping[str, str] = {
    name_key(word): code for code, label in INDUSTRY_LABELS.items() for word in (label, *_WORDS.get(code, ()))
}
