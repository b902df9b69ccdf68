-- One row a person of the reach with overdue follow-ups, the most first. $scope, $teams, $me: the reach; $today.
select f.user_id, u.display_name as name, t.name as team, count(*) as overdue, min(f.due_on) as oldest_on
from follow_up as f
inner join user_view as u on u.user_id = f.user_id
left join team_view as t on t.team_id = u.team_id
where
    f.status = 'open' and f.due_on < $today and f.user_id <> $me
    and ($scope = 'all' or f.team_id = any($teams))
group by f.user_id, u.display_name, t.name
order by overdue desc, oldest_on, name, f.user_id
limit 50
