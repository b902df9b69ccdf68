-- One row a proposal for the plan $1 in the order of the document, with the file it stands in. $2 one proposal, or null for all.
select
    p.proposal_id, p.plan_id, p.sentence, p.section, p.metric_id, p.measure, p.name, p.direction,
    p.amount_kind as amount, p.value, p.unit,
    p.by_on, p.baseline, p.state, p.goal_id, u.display_name as decided_by, p.decided_at, r.file_name, p.version
from plan_proposal as p
inner join plan_reading as r on r.reading_id = p.reading_id
left join user_view as u on u.user_id = p.decided_by
where p.plan_id = $1 and ($2 is null or p.proposal_id = $2)
order by p.proposal_id
