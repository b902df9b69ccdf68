-- One row is one contact behind a number that a norm asked for, with its names.
-- $from, $to, $scope, $teams, $me and the filters as in the metric; $limit, $offset the page.
-- Slots: rows, the metric's own rows.sql; order, newest or largest first.
-- A customer whom the asker may not see today, since the customer has moved on, stays without name and id.
with behind as (
    select *
    from (
        /*rows*/
    )
    order by /*order*/
    limit $limit offset $offset
)
select b.row_id, b.day, c.customer_id, c.code as customer_code, c.name as customer_name,
    u.display_name as user_name, t.name as team_name, b.rung, b.channel, b.days, b.done_on, b.is_kept
from behind as b
left join customer_view as c on c.customer_id = b.customer_id
    and ($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me or c.owner_id is null)
left join user_view as u on u.user_id = b.user_id
left join team_view as t on t.team_id = b.team_id
order by /*order*/
