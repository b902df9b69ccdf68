"""Which names may be the same customer: written in another width, case, script or legal form. Pure rules.

杭州云栖茶业有限公司, 杭州雲棲茶業有限責任公司 and 云栖茶业（杭州）… The order of words is not looked into: what is pointed out
is looked at by a person, and a name that is found wrongly costs more trust than one that is missed.
"""

from __future__ import annotations

import re

from crm_core.exchange.scripts import simplified, traditional
from crm_core.texts import key_of

LEAST = 2  # letters; a shorter rest says nothing
# As key_of writes them, without blanks and signs. The longest first. The statement alike_customers.sql takes it as $legal.
LEGAL_FORMS = "((股份)?(有限责任|有限責任|有限)?公司|coltd|companylimited|limited|ltd|incorporated|inc|llc|corporation|corp|gmbh|plc|co)$"
_LEGAL = re.compile(LEGAL_FORMS)
_SIGNS = re.compile(r"[\W_]+")  # whatever is no letter and no digit


def likeness_of(name: str) -> str:
    """Return what is left of a name without signs and legal form; '' where that is too little to compare."""
    core = _LEGAL.sub("", _SIGNS.sub("", key_of(name)))
    return core if len(core) >= LEAST else ""


def likenesses(name: str) -> tuple[str, ...]:
    """Return the forms under which a customer of this name may stand: as it is, in simplified and in traditional script."""
    core = likeness_of(name)
    return tuple(dict.fromkeys((core, simplified(core), traditional(core)))) if core else ()
