-- One row is one answer; the mean of their scores is the number. Parameters as in query.sql.
select l.answer_id as row_id, l.answered_on as day, l.answer_id, l.team_id, l.score
from answer_score_view as l
where l.measure = 'csat' and l.answered_on >= $from and l.answered_on < $to
    and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
    and /*filters*/
