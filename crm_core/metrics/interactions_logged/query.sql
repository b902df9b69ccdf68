-- One row is one group: its number of interactions. They count for whoever logged them.
-- $from the first day, $to the day after the last; $scope, $teams, $me how far the asker may see.
-- Two slots: groups, what it is grouped by, and filters, what it is narrowed to.
select /*groups*/ as group_key, count(*) as value
from interaction_view as l
where l.happened_on >= $from and l.happened_on < $to
    and ($scope = 'all' or l.team_id = any($teams) or l.user_id = $me)
    and /*filters*/
group by group_key
order by group_key nulls last
