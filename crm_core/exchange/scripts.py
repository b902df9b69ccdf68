"""Names of columns compared: traditional characters as simplified ones, so that one synonym serves both scripts.

Only for comparing names: texts of people are never converted.
"""

from __future__ import annotations

import re

from crm_core.exchange.text import key_of

_SEPARATORS = re.compile(r"[\s_\-./\\:：*＊#、,，'\"“”]+")
_PAIRS = (
    "戶户 編编 號号 電电 話话 郵邮 機机 聯联 絡络 繫系 係系 類类 別别 種种 級级 區区 縣县 鄉乡 鎮镇 門门 國国 "
    "單单 價价 額额 數数 總总 計计 實实 際际 應应 應应 優优 惠惠 折折 稅税 費费 運运 貨货 產产 規规 "
    "訂订 購购 買买 賣卖 銷销 售售 進进 發发 開开 關关 閉闭 退退 換换 員员 業业 務务 負负 責责 經经 辦办 "
    "時时 間间 創创 建建 記记 錄录 備备 註注 說说 明明 體体 證证 碼码 條条 統统 會会 積积 點点 歲岁 齡龄 "
    "歷历 線线 網网 綫线 絡络 訊讯 帳账 賬账 簡简 繁繁 檔档 題题 標标 籤签 簽签 狀状 態态 來来 處处 理理 "
    "學学 歷历 職职 稱称 濟济 軟软 硬硬 裝装 貼贴 補补 贈赠 禮礼 廠厂 庫库 倉仓 儲储 質质 盤盘 "
    "愛爱 聲声 顧顾 圖图 書书 車车 輛辆 寶宝 貝贝 愿愿 願愿 萬万 億亿 與与 並并 個个 幣币 億亿 "
    "屬属 層层 團团 隊队 據据 專专 屆届 後后 從从 復复 徵征 戰战 撥拨 擇择 擔担 據据 敘叙 斷断 "
    "權权 極极 構构 樣样 樓楼 欄栏 歸归 殘残 氣气 沒没 測测 濾滤 災灾 為为 無无 獎奖 現现 環环 畫画 "
    "異异 當当 監监 確确 禁禁 稱称 穩稳 範范 節节 終终 組组 結结 給给 緊紧 維维 緣缘 緩缓 縮缩 續续 "
    "罰罚 習习 聽听 肅肃 營营 蓋盖 號号 裡里 觀观 訪访 評评 詞词 試试 詢询 該该 詳详 認认 語语 誤误 "
    "調调 談谈 請请 論论 諮咨 講讲 謝谢 識识 譯译 議议 護护 讓让 貢贡 財财 販贩 貴贵 貿贸 賠赔 賞赏 "
    "贊赞 軌轨 輔辅 輕轻 輪轮 轉转 農农 運运 過过 達达 違违 遞递 適适 選选 遺遗 還还 邊边 醫医 釋释 "
    "針针 錢钱 錯错 鍵键 鐘钟 長长 閱阅 陳陈 陽阳 隨随 險险 雙双 雜杂 離离 難难 雲云 靜静 響响 頁页 "
    "項项 順顺 預预 領领 頭头 頻频 風风 飛飞 飯饭 館馆 驗验 體体 鮮鲜 鳥鸟 麗丽 齊齐 龍龙"
)
_TABLE = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split() if pair[0] != pair[1]})
_BACK = str.maketrans({pair[1]: pair[0] for pair in reversed(_PAIRS.split()) if pair[0] != pair[1]})
# The same letters one for one, for a statement's translate(): what of simplified() are single letters.
TRADITIONAL = "".join(chr(letter) for letter in _TABLE)
SIMPLIFIED = "".join(str(letter) for letter in _TABLE.values())


def traditional(text: str) -> str:
    """Return ``text`` with simplified characters as the traditional ones of the same list; of several, the first."""
    return text.translate(_BACK)


def simplified(text: str) -> str:
    """Return ``text`` with the traditional characters that column names use as simplified ones."""
    return text.translate(_TABLE)


def name_key(name: str) -> str:
    """Return the form in which column names are compared: without case, blanks, punctuation, width and script."""
    return _SEPARATORS.sub("", simplified(key_of(name)))
