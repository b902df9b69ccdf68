-- One row: how many rows lie behind a number, and the sum of their amounts (null where they have none).
-- Parameters as in the metric. Slots: rows, the metric's own rows.sql; amount.
select count(*) as row_count, /*amount*/ as amount
from (
    /*rows*/
) as b
