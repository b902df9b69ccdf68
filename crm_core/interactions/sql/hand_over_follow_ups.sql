-- Give open follow-ups to their takers, and cancel those that nobody takes. The Arrow table `given`: follow_up_id, taker_id,
-- team_id. $1 now.
update follow_up
set
    user_id = coalesce(g.taker_id, follow_up.user_id),
    team_id = if(g.taker_id is null, follow_up.team_id, g.team_id),
    status = if(g.taker_id is null, 'cancelled', follow_up.status),
    closed_at = if(g.taker_id is null, $1, follow_up.closed_at),
    version = follow_up.version + 1,
    updated_at = $1
from given as g
where follow_up.follow_up_id = g.follow_up_id and follow_up.status = 'open'
