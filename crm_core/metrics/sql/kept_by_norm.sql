-- One row is one norm: how many contacts it asked for in the span, and how many of them were kept. Parameters as in the metric;
-- slot: rows, the metric's own rows.sql.
select b.norm_id, count(*) as asked, count(*) filter (where b.is_kept) as kept
from (
    /*rows*/
) as b
group by b.norm_id
order by b.norm_id
