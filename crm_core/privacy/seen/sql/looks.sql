-- One row a time that a field of a customer or of its contacts was shown in clear, the latest first. $1 customer, $2 since,
-- $3 how many.
select r.happened_at, r.actor_id as user_id, coalesce(u.display_name, r.actor_name) as person, t.name as team, r.entity, r.told
from customer_reveal_view as r
left join user_view as u on u.user_id = r.actor_id
left join team_view as t on t.team_id = u.team_id
where
    r.happened_at >= $2
    and (
        (r.entity = 'customer' and r.entity_id = $1)
        or (r.entity = 'contact' and r.entity_id in (select contact_id from contact_view where customer_id = $1))
    )
order by r.seq desc
limit $3
