-- One row a running plan: its active owner, and the day of its last check-in.
select p.plan_id, p.owner_id, p.first_on, p.last_on, p.rhythm, max(c.checked_on) as last_checked_on
from plan as p
inner join user_view as u on u.user_id = p.owner_id and u.is_active
left join plan_check_in as c on c.plan_id = p.plan_id
where p.state = 'running'
group by all
order by p.plan_id
