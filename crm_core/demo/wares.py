"""What the demo company sells: 60 products in 8 categories, with list price and cost in yuan.

What is made to order has no cost that anybody wrote down, so that the gross margin is known for most sales, not for all.
"""

from __future__ import annotations

from dataclasses import dataclass

_SHELVES: dict[str, tuple[tuple[str, int, int | None], ...]] = {
    "茶叶": (
        ("明前龙井 100g", 268, 121), ("碧螺春 125g", 198, 88), ("安溪铁观音 250g", 168, 70),
        ("武夷大红袍 150g", 238, 101), ("云南普洱熟茶饼 357g", 158, 61), ("福鼎白茶 300g", 188, 80),
        ("祁门红茶 200g", 138, 57), ("茉莉花茶 250g", 98, 38), ("冷泡茶包 20 袋", 69, 24),
    ),
    "咖啡": (
        ("云南小粒咖啡豆 500g", 118, 52), ("意式拼配咖啡豆 1kg", 168, 81), ("挂耳咖啡 30 片", 99, 42),
        ("冻干咖啡 24 颗", 129, 55), ("手冲壶 600ml", 159, 68), ("手摇磨豆机", 219, 97),
    ),
    "茶具": (
        ("白瓷盖碗套装", 188, 70), ("紫砂壶 200ml", 398, 151), ("玻璃公道杯", 59, 19), ("竹制茶盘", 228, 92),
        ("旅行茶具包", 149, 58), ("飘逸杯 500ml", 79, 29), ("建盏主人杯", 299, 104), ("茶叶罐 两只装", 89, 33),
    ),
    "餐具": (
        ("骨瓷餐具 16 头", 459, 201), ("骨瓷餐具 32 头", 799, 352), ("日式拉面碗 4 只", 109, 44), ("鸡翅木筷 10 双", 49, 17),
        ("不锈钢刀叉 24 件", 259, 118), ("珐琅炖锅 24cm", 399, 186), ("水晶高脚杯 6 只", 199, 84), ("分格餐盘 10 只", 139, 61),
    ),
    "厨房小电": (
        ("电热水壶 1.7L", 159, 88), ("养生壶 1.5L", 199, 112), ("多功能料理机", 429, 246), ("空气炸锅 5L", 369, 214),
        ("胶囊咖啡机", 899, 521), ("迷你电炖锅", 139, 79), ("恒温茶吧机", 1099, 648),
    ),
    "家纺": (
        ("亚麻桌布", 129, 52), ("纯棉毛巾 4 条", 89, 36), ("酒店浴巾 10 条", 459, 226), ("棉麻围裙", 79, 29),
        ("四件套 1.8m", 499, 224), ("羽绒枕 一对", 359, 166), ("餐巾 20 片", 119, 47),
    ),
    "香氛": (
        ("檀木线香", 88, 27), ("桂花香薰蜡烛", 128, 41), ("藤条香薰 150ml", 158, 52), ("车载香片", 59, 17),
        ("香薰机", 239, 108), ("草本洗手液 500ml", 49, 18), ("酒店扩香补充液 1L", 328, 126),
    ),
    "礼盒": (
        ("新春茶礼盒", 398, 172), ("端午食器礼盒", 268, 117), ("中秋茶点礼盒", 328, 142), ("商务定制礼盒", 518, None),
        ("新婚对杯礼盒", 218, 87), ("乔迁餐具礼盒", 598, 276), ("员工关怀礼盒", 168, 72), ("咖啡入门礼盒", 288, 129),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ware:
    """One product; price and cost in fen, cost None where nobody knows it. ``likes`` is how often it is chosen against the others."""

    code: str
    name: str
    category: str
    price: int
    cost: int | None
    likes: float
    bulk_likes: float


def _likes(price: int, rank: int) -> float:
    return (200 / (price + 100)) * (1.0 if rank % 3 else 1.6)


WARES = tuple(
    Ware(
        f"SP{shelf:02d}{rank:02d}",
        name,
        category,
        price * 100,
        None if cost is None else cost * 100,
        _likes(price, rank),
        1.4 if category in ("礼盒", "家纺", "茶叶", "餐具") else 0.7,
    )
    for shelf, (category, products) in enumerate(_SHELVES.items(), 1)
    for rank, (name, price, cost) in enumerate(products, 1)
)
