-- One row is one interaction; their count is the number. Parameters as in query.sql.
select l.interaction_id as row_id, l.happened_on as day, l.customer_id, l.user_id, l.team_id, l.channel, l.outcome
from interaction_view as l
where l.happened_on >= $from and l.happened_on < $to
    and ($scope = 'all' or l.team_id = any($teams) or l.user_id = $me)
    and /*filters*/
