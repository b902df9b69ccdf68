-- One row an event that calls an owned customer to mind, each with the total. $team: of which team (null: all); $scope, $teams: how
-- far the asker may see; $channel: who has closed it is left out; $sign: 1 for
-- the oldest first, -1 for the latest; $size: how many. Slots: event, the statement of the kind of event with its own
-- parameters; which, all of them or those of which the rule $rule has made no visit yet.
with events as (
/*event*/
),

found as materialized (
    select
        e.customer_id, c.code, c.name, c.owner_id, u.display_name as owner, c.team_id, e.event_key, e.event_on
    from events as e
    inner join customer_view as c on c.customer_id = e.customer_id
    left join user_view as u on u.user_id = c.owner_id
    where
        c.owner_id is not null and ($team is null or c.team_id = $team) and ($scope = 'all' or c.team_id = any($teams))
        and not exists (
            select 1 from channel_opt_out_view as x where x.customer_id = e.customer_id and x.channel = $channel
        )
        and /*which*/
)

select f.*, t.total
from found as f
cross join (select count(*) as total from found) as t
order by $sign * (f.event_on - date '2000-01-01'), f.customer_id, f.event_key
limit $size
