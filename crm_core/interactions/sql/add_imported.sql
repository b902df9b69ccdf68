-- The new interactions of a file (the Arrow table `ready`), each with the team and owner that its customer has now; one with a
-- customer of the public pool with the team of who talked. $1 now.
insert into interaction (
    interaction_id, customer_id, user_id, team_id, owner_id, channel, outcome, content, happened_at, happened_on, version,
    created_at, updated_at, direction
)
select
    n.interaction_id, n.customer_id, n.user_id, coalesce(c.team_id, n.user_team_id), c.owner_id, n.channel, n.result,
    n.content, n.happened_at, n.happened_on, 1, $1, $1, n.direction
from ready as n
inner join customer_view as c on c.customer_id = n.customer_id
order by n.row
