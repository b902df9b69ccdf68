-- The follow-ups of visits in which somebody was reached are done. $1: the day that it is.
update follow_up
set status = 'done', done_by = d.interaction_id, closed_at = d.happened_at, updated_at = d.happened_at, version = 2
from (
    select i.follow_up_id, max(i.interaction_id) as interaction_id, max(i.happened_at) as happened_at
    from interaction as i
    inner join visit as v on v.follow_up_id = i.follow_up_id
    where i.outcome = 'reached' and i.happened_on < $1
    group by i.follow_up_id
) as d
where follow_up.follow_up_id = d.follow_up_id and follow_up.status = 'open' and follow_up.version = 1
