"""The shipped sample as the files that people bring: CSV and XLSX."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from crm_core.exchange.xlsx_file import write_xlsx

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "samples" / "online_retail.parquet"


def online_retail(rows: int | None = None) -> pa.Table:
    """Return the first ``rows`` lines of Online Retail, all unless told."""
    table = pq.read_table(SAMPLE)
    return table if rows is None else table.slice(0, rows)


def online_retail_csv(path: Path, rows: int | None = None) -> Path:
    """Write Online Retail as a plain CSV file, as a shop's system exports it."""
    table = online_retail(rows)
    at = table.schema.get_field_index("InvoiceDate")
    moments = pc.strftime(pc.cast(table["InvoiceDate"], pa.timestamp("s")), format="%Y-%m-%d %H:%M:%S")
    pyarrow.csv.write_csv(table.set_column(at, "InvoiceDate", moments), path)
    return path


def online_retail_xlsx(path: Path, rows: int | None = None) -> Path:
    """Write Online Retail as a workbook with typed cells."""
    table = online_retail(rows)
    write_xlsx(path, table.column_names, table)
    return path
