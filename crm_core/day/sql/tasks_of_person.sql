-- One row an open follow-up of $person with a customer of the reach, due by $until, the oldest first. $scope, $teams, $me.
select
    f.follow_up_id, f.customer_id, c.name as customer, c.code, f.user_id, u.display_name as who, f.due_on, f.channel,
    f.purpose, null::timestamptz as last_contact_at, f.version
from follow_up_view as f
inner join customer_view as c on c.customer_id = f.customer_id
inner join user_view as u on u.user_id = f.user_id
where
    f.user_id = $person and f.status = 'open' and f.due_on <= $until
    and ($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me)
order by f.due_on, f.follow_up_id
limit 100
