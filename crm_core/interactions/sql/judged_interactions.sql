-- One row an interaction that an import added (the Arrow table `changes`), with the reason why it cannot be taken back, or null.
-- `leaving_follow_up` (record_id) are the follow-ups that are taken back with it. name within the reach only. `taken_up` (interaction_id) are those whose suggestion somebody has answered.
-- $scope, $teams, $me.
with promised as (
    select distinct f.interaction_id
    from follow_up as f
    anti join leaving_follow_up as l on l.record_id = f.follow_up_id
    where f.interaction_id in (select record_id from changes)
    union
    select distinct f.done_by from follow_up as f where f.done_by in (select record_id from changes)
),
documented as (
    select distinct a.interaction_id from attachment_view as a where a.interaction_id in (select record_id from changes)
)
select
    h.record_id,
    true as is_added,
    h.values_before,
    case
        when i.interaction_id is null then 'gone'
        when i.version <> h.version or d.interaction_id is not null or u.interaction_id is not null then 'changed'
        when p.interaction_id is not null then 'follow_ups'
    end as reason,
    if(coalesce($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me, false), c.name || ' ' || i.happened_on, null)
        as name
from changes as h
left join interaction as i on i.interaction_id = h.record_id
left join customer_view as c on c.customer_id = i.customer_id
left join promised as p on p.interaction_id = h.record_id
left join documented as d on d.interaction_id = h.record_id
left join taken_up as u on u.interaction_id = h.record_id
order by h.record_id
