-- One row is one group: how many scores, their sum, and the sum of their squares, of which mean and margin come;
-- a score is 100 for who would recommend (9-10), -100 for who would not (0-6), else 0.
-- $from the first day, $to the day after the last; $scope, $teams, $me how far the asker may see.
-- Two slots: groups, what it is grouped by, and filters, what it is narrowed to.
select /*groups*/ as group_key, count(*) as count, sum(l.score) as sum, sum(l.score * l.score) as squares
from answer_score_view as l
where l.measure = 'nps' and l.answered_on >= $from and l.answered_on < $to
    and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
    and /*filters*/
group by group_key
order by group_key nulls last
