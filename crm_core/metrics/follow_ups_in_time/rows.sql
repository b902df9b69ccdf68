-- One row is one follow-up that fell due; those done by then are the numerator, all the denominator. Parameters as in query.sql.
select l.follow_up_id as row_id, l.due_on as day, l.customer_id, l.user_id, l.team_id, l.channel, i.happened_on as done_on,
    coalesce(i.happened_on <= l.due_on, false) as is_in_time
from follow_up_view as l
left join interaction_view as i on i.interaction_id = l.done_by
where l.due_on >= $from and l.due_on < $to and (l.status = 'done' and l.due_on <= $today or l.status = 'open' and l.due_on < $today)
    and ($scope = 'all' or l.team_id = any($teams) or l.user_id = $me)
    and /*filters*/
