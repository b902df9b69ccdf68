-- One row a gap of the plan $1 of which somebody noted something.
select
    n.gap_note_id, n.gap_key, n.problem, n.cause, n.cause_words, n.action_id, n.noted_on, n.updated_at, n.version,
    u.display_name as updated_by
from gap_note as n
left join user_view as u on u.user_id = n.updated_by
where n.plan_id = $1
order by n.gap_note_id
