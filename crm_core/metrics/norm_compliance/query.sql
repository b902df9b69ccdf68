-- One row is one group: the contacts that norms asked for (denominator), and those of them that were kept (numerator).
-- Two slots: groups, what it is grouped by, and filters, what it is narrowed to.
select /*groups*/ as group_key, count(*) filter (where l.done_on is not null) as numerator, count(*) as denominator
from contacts_asked as l
where ($scope = 'all' or l.team_id = any($teams) or l.user_id = $me) and /*filters*/
group by group_key
order by group_key nulls last
