-- The open follow-ups that the interactions in given do: place, carer, customer_code, due_on. $1 first interaction's id.
update follow_up
set status = 'done', done_by = i.interaction_id, closed_at = i.happened_at, updated_at = i.happened_at,
    version = follow_up.version + 1
from given as g
inner join customer as c on c.code = g.customer_code
inner join app_user as u on u.username = g.carer
inner join interaction as i on i.interaction_id = $1 + g.place
where follow_up.customer_id = c.customer_id and follow_up.user_id = u.user_id and follow_up.due_on = g.due_on
    and follow_up.status = 'open'
