-- One row a person of the reach who works with customers, but for $me: how many follow-ups are overdue on $today, due, and due
-- by $until, and until when the person is away. $scope, $teams, $me: the reach.
select
    u.user_id, u.display_name as name, count(f.follow_up_id) filter (where f.due_on < $today) as overdue,
    count(f.follow_up_id) filter (where f.due_on = $today) as due,
    count(f.follow_up_id) filter (where f.due_on > $today) as coming, min(f.due_on) as oldest_on,
    max(a.last_on) as away_until
from user_view as u
left join follow_up_view as f on f.user_id = u.user_id and f.status = 'open' and f.due_on <= $until
left join absence_view as a on a.user_id = u.user_id and $today between a.first_on and a.last_on
where
    u.is_active and u.user_id <> $me and u.role in ('staff', 'lead', 'manager')
    and ($scope = 'all' or u.team_id = any($teams))
group by u.user_id, u.display_name
order by overdue desc, oldest_on nulls last, due desc, u.display_name, u.user_id
limit 100
