"""The demo company's documents: offers, notes and a price list of some customers, made of their own facts."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

from crm_core import audit, clock
from crm_core.access.model import CONSOLE
from crm_core.store import Row, Transaction, documents, statement

_PRICES = "编号,品名,单价（元）\nT-LJ,明前龙井 250g,298\nT-PE,古树普洱 357g,268\nT-JH,桂花乌龙 150g,128\n"


def add_documents(store_path: Path, transaction: Transaction) -> None:
    """Attach what the demo's people would have kept; it depends on the customers' codes alone."""
    found = transaction.rows(statement("demo", "customers_with_documents"))
    made = [(row, *one) for number, row in enumerate(found) for one in _documents(row, number)]
    with documents.kept(store_path, [content for *_, content in made]) as places:
        for place, (row, name, kind, content) in zip(places, made, strict=True):
            digest = hashlib.sha256(content).hexdigest()
            of_talk = row["interaction_id"] if kind == "text" else None
            values = [row["customer_id"], of_talk, name, kind, len(content), digest, place]
            transaction.execute(statement("demo", "add_document"), [*values, row["owner_id"], clock.now()])
    if made:
        audit.record_batch(transaction, CONSOLE, audit.Change("demo", "attachment", None), len(made))


def _documents(row: Row, number: int) -> list[tuple[str, str, bytes]]:
    notes = f"{row['name']}：样品已收到，下周回复数量与交货日期。\n".encode()
    offer = pdf_of(f"Offer {row['code']}")
    made = [(f"报价单-{row['code']}.pdf", "pdf", offer), (f"沟通纪要-{row['code']}.txt", "text", notes)]
    if number % 3 == 0:
        made.append(("2026春茶价目表.csv", "csv", b"\xef\xbb\xbf" + _PRICES.encode()))
    return made


def pdf_of(title: str) -> bytes:
    """Return a PDF of one page that says ``title`` (ASCII)."""
    page = zlib.compress(f"BT /F1 24 Tf 72 740 Td ({title}) Tj ET".encode("ascii"))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(made)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    return made + head + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
