-- One row is one group: the follow-ups that fell due (denominator), and those of them that were done by then (numerator):
-- the day of the interaction that did it is not after the day it was due. Who promised has it; cancelled ones are left out.
-- $from the first day, $to the day after the last; $scope, $teams, $me how far the asker may see; $today.
-- Two slots: groups, what it is grouped by, and filters, what it is narrowed to.
select /*groups*/ as group_key, count(*) filter (where i.happened_on <= l.due_on) as numerator, count(*) as denominator
from follow_up_view as l
left join interaction_view as i on i.interaction_id = l.done_by
where l.due_on >= $from and l.due_on < $to and (l.status = 'done' and l.due_on <= $today or l.status = 'open' and l.due_on < $today)
    and ($scope = 'all' or l.team_id = any($teams) or l.user_id = $me)
    and /*filters*/
group by group_key
order by group_key nulls last
