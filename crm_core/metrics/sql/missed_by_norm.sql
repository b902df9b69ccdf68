-- One row is one customer with whom contacts were missed that the norm $norm asked for in the span: how many it asked for, how
-- many were kept, and the last due day missed; the most missed first, $limit at most. Other parameters as in the metric; slot:
-- rows, the metric's own rows.sql. A customer whom the asker may not see today stays without name and id.
with behind as (
    select
        b.customer_id, count(*) as asked, count(*) filter (where b.is_kept) as kept,
        max(b.day) filter (where not b.is_kept) as missed_on
    from (
        /*rows*/
    ) as b
    where b.norm_id = $norm
    group by b.customer_id
)
select c.customer_id, c.name, u.display_name as owner, b.asked, b.kept, b.missed_on
from behind as b
left join customer_view as c on c.customer_id = b.customer_id
    and ($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me or c.owner_id is null)
left join user_view as u on u.user_id = c.owner_id
where b.kept < b.asked
order by b.asked - b.kept desc, b.missed_on desc, b.customer_id
limit $limit
