-- The next follow-ups that the new interactions of a file (the Arrow table `ready`) promise. $1 now.
insert into follow_up (
    customer_id, user_id, team_id, due_on, channel, purpose, status, interaction_id, version, created_at, updated_at
)
select
    n.customer_id, n.user_id, n.user_team_id, n.next_due_on, n.channel, coalesce(n.next_purpose, ''), 'open', n.interaction_id,
    1, $1, $1
from ready as n
where n.next_due_on is not null
order by n.row
