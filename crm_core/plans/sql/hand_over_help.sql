-- Let a taker help with the open actions with which a giver helps, unless the taker owns them. $1 giver, $2 taker.
insert into plan_action_helper (action_id, user_id)
select h.action_id, $2
from plan_action_helper as h
inner join plan_action as a on a.action_id = h.action_id and a.status in ('planned', 'doing') and a.owner_id <> $2
where h.user_id = $1
on conflict (action_id, user_id) do nothing
