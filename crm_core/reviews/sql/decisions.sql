-- What the reviews of a plan decided, in the order in which it was. $1 plan.
select
    d.decision_id, d.review_id, d.item_key as key, d.what, d.owner_id, u.display_name as owner_name, d.due_on, d.action_id, r.held_on,
    d.made_by, coalesce(e.version, 1) as version, w.display_name as edited_by, e.edited_at
from plan_review_decision as d
inner join plan_review as r on r.review_id = d.review_id
left join user_view as u on u.user_id = d.owner_id
left join plan_review_decision_edit as e on e.decision_id = d.decision_id
left join user_view as w on w.user_id = e.edited_by
where r.plan_id = $1
order by d.decision_id
