-- Open follow-ups that a merge handed over, and that are still the taker's, are their promisers' again. $1 merge, $2 taker,
-- $3 now.
update follow_up
set user_id = m.user_id, team_id = m.team_id, version = follow_up.version + 1, updated_at = $3
from merge_part as m
where
    m.merge_id = $1 and m.part = 'promise' and follow_up.follow_up_id = m.record_id
    and follow_up.status = 'open' and follow_up.user_id = $2
