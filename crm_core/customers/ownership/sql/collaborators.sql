-- One row a collaborator of one customer, the first first. $1 customer.
select v.user_id, u.display_name as name, t.name as team, v.since_at
from collaborator as v
inner join user_view as u on u.user_id = v.user_id
left join team_view as t on t.team_id = u.team_id
where v.customer_id = $1
order by v.since_at, v.user_id
