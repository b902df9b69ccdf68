"""What a Chinese text must hold to: the same ``{names}``, its own script, its own words, Chinese punctuation."""

from __future__ import annotations

import re

from tools.text_sources import SourceText, placeholders

# A character outside its script's old national set is all but certainly of the other script.
_CHARACTER_SETS = {"zh_CN": "gb2312", "zh_TW": "big5"}
# Characters that both sets hold although only the other script uses them so.
_FOREIGN = {"zh_CN": frozenset("後乾於"), "zh_TW": frozenset("后里么于个几无与并体云万")}
_MAY_BE_OWN = {"zh_TW": re.compile("皇后|里程|公里|鄰里")}

# Words of the mainland that 繁體 says otherwise, and the right ones.
_TAIWAN_WORDS = {
    "默認": "預設",
    "導入": "匯入",
    "導出": "匯出",
    "用戶": "使用者",
    "保存": "儲存",
    "設置": "設定",
    "數據": "資料",
    "信息": "資訊",
    "短信": "簡訊",
    "軟件": "軟體",
    "程序": "程式",
    "登錄": "登入",
    "網絡": "網路",
    "服務器": "伺服器",
    "打印": "列印",
    "搜索": "搜尋",
    "屏幕": "螢幕",
    "鏈接": "連結",
    "界面": "介面",
    "刷新": "重新整理",
    "賬": "帳",
    "郵箱": "電子郵件",
    "視頻": "影片",
    "菜單": "選單",
    "文本": "文字",
    "字符": "字元",
    "內存": "記憶體",
    "硬盤": "硬碟",
    "磁盤": "磁碟",
    "電子表格": "試算表",
    "反饋": "回饋",
    "優化": "最佳化",
    "激活": "啟用",
    "批量": "批次",
    "響應": "回應",
    "計算機": "電腦",
    "進程": "處理程序",
}
_IDEOGRAPH = re.compile(r"[㐀-鿿]")
_LATIN_MARK = re.compile(r"[㐀-鿿][,;:?!](?!\w)|[㐀-鿿]\.(?:\s|$)")
_IN_BRACES = re.compile(r"\{[^}]*\}")


def translation_problems(source: SourceText, given: str, language: str) -> list[str]:
    """Return what is wrong with a translation, each as the end of a sentence."""
    if not given.strip():
        return ["is not translated"]
    found = _form_problems(source, given)
    bare = _IN_BRACES.sub("", given)
    foreign = sorted({sign for sign in _IDEOGRAPH.findall(bare) if not _fits(sign, language, bare)})
    if foreign:
        found.append(f"holds characters of the other script: {' '.join(foreign)}")
    if language == "zh_TW":
        found += [f"says {word}, 繁體 says {right}" for word, right in _TAIWAN_WORDS.items() if word in bare]
    if _LATIN_MARK.search(bare):
        found.append("has a Latin punctuation mark after a Chinese character")
    return found


def _form_problems(source: SourceText, given: str) -> list[str]:
    found = []
    wanted = source.names
    try:
        names = placeholders(given)
    except ValueError:
        return ["has a brace that is not closed"]
    if names != wanted:
        found.append(f"holds {sorted(names)} in braces, the source {sorted(wanted)}")
    if given != given.strip() and source.one == source.one.strip():
        found.append("begins or ends with a blank")
    ends = ("…",) if source.one.endswith("...") else ("。", "”", "」", "）")
    if source.one.endswith(".") and _IDEOGRAPH.search(given) and not given.endswith(ends):
        found.append(f"ends without {ends[0]}")
    return found


def _fits(sign: str, language: str, text: str) -> bool:
    if sign in _FOREIGN[language]:
        own = _MAY_BE_OWN.get(language)
        return bool(own and any(sign in match for match in own.findall(text)))
    try:
        sign.encode(_CHARACTER_SETS[language])
    except UnicodeEncodeError:
        return False
    return True
