-- One row a contact that an import added or changed (the Arrow table `changes`), with the reason why it cannot be taken back,
-- or null. name is told within the reach only. $scope, $teams, $me.
select
    h.record_id,
    h.values_before is null as is_added,
    h.values_before,
    case when n.contact_id is null then 'gone' when n.version <> h.version then 'changed' end as reason,
    if(coalesce($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me, false), n.name || ' (' || c.name || ')', null)
        as name
from changes as h
left join contact as n on n.contact_id = h.record_id
left join customer as c on c.customer_id = n.customer_id
order by h.record_id
