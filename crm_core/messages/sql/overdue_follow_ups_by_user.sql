-- One row an active user with open follow-ups due before a day: how many, and the oldest day. $1 day.
select f.user_id, count(*) as overdue_count, min(f.due_on) as oldest_on
from follow_up_view as f
inner join user_view as u on u.user_id = f.user_id and u.is_active
where f.status = 'open' and f.due_on < $1
group by f.user_id
order by f.user_id
