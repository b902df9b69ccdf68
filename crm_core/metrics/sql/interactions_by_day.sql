-- One row is one day: how many interactions were logged.
-- $from the first day, $to the day after the last; $scope, $teams, $me how far the asker may see.
-- A slot: filters, what it is narrowed to.
select l.happened_on as day, count(*) as value
from interaction_view as l
where l.happened_on >= $from and l.happened_on < $to
    and ($scope = 'all' or l.team_id = any($teams) or l.user_id = $me)
    and /*filters*/
group by day
order by day
