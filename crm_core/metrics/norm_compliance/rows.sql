-- One row is one contact that a norm asked for; those that were kept are the numerator, all the denominator.
select
    l.norm_id * 10000000000000 + l.customer_id * 1000 + l.k % 1000 as row_id, l.due_on as day, l.customer_id, l.user_id, l.team_id,
    coalesce(g.name, l.rung) as rung, l.channel, l.days, l.done_on, l.done_on is not null as is_kept, l.norm_id
from contacts_asked as l
left join tag_view as g on l.rung = 'tag:' || g.tag_id
where ($scope = 'all' or l.team_id = any($teams) or l.user_id = $me) and /*filters*/
