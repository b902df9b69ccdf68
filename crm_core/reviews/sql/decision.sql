-- One decision with its review's plan. $1 decision.
select
    d.decision_id, d.review_id, r.plan_id, d.what, d.owner_id, d.due_on, d.action_id, d.made_by,
    coalesce(e.version, 1) as version
from plan_review_decision as d
inner join plan_review as r on r.review_id = d.review_id
left join plan_review_decision_edit as e on e.decision_id = d.decision_id
where d.decision_id = $1
