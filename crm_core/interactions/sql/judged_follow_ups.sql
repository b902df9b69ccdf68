-- One row a follow-up that an import added (the Arrow table `changes`), with the reason why it cannot be taken back, or null.
-- name within the reach only. $scope, $teams, $me.
select
    h.record_id,
    true as is_added,
    h.values_before,
    case when f.follow_up_id is null then 'gone' when f.version <> h.version or f.status <> 'open' then 'changed' end as reason,
    if(coalesce($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me, false), c.name || ' ' || f.due_on, null) as name
from changes as h
left join follow_up as f on f.follow_up_id = h.record_id
left join customer_view as c on c.customer_id = f.customer_id
order by h.record_id
