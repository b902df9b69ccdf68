-- The follow-ups that new visits are. The Arrow tables `given`: customer_id, event_key, user_id, team_id, due_on; `made`:
-- visit_id, follow_up_id. $1 channel, $2 the rule's name, $3 now.
insert into follow_up (
    follow_up_id, customer_id, user_id, team_id, due_on, channel, purpose, status, interaction_id, version, created_at,
    updated_at
)
select m.follow_up_id, v.customer_id, g.user_id, g.team_id, g.due_on, $1, $2, 'open', null, 1, $3, $3
from made as m
inner join visit as v on v.visit_id = m.visit_id
inner join given as g on g.customer_id = v.customer_id and g.event_key = v.event_key
