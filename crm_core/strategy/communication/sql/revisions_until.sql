-- One row a touchpoint that was revised up to the day $1, with its last revision by then, of whichever plan.
select
    r.touchpoint_id, max(r.revised_on) as revised_on, arg_max(r.words, r.revision_id) as words,
    arg_max(u.display_name, r.revision_id) as revised_by, count(*) as count
from touchpoint_revision as r
left join user_view as u on u.user_id = r.revised_by
where r.revised_on <= $1
group by r.touchpoint_id
order by r.touchpoint_id
