-- The follow-ups in given. $1 now.
insert into follow_up (
    follow_up_id, customer_id, user_id, team_id, due_on, channel, purpose, status, interaction_id, done_by, closed_at,
    version, created_at, updated_at
)
select follow_up_id, customer_id, user_id, team_id, due_on, 'phone', '回访', 'open', null, null, null, 1,
    cast($1 as timestamptz), cast($1 as timestamptz)
from given order by follow_up_id
