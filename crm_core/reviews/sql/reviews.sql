-- The reviews of plans, the latest first, with who takes part and to whom it was reported. $1 plan (null: all), $2 review (null: all).
select
    r.review_id, r.plan_id, r.held_on, r.state, r.next_on, r.closed_at, c.display_name as closer, r.action_count, r.done_count,
    r.overdue_count, r.summary, p.display_name as publisher, r.published_at, r.created_by, r.version
from plan_review as r
left join user_view as c on c.user_id = r.closed_by
left join user_view as p on p.user_id = r.published_by
where ($1::bigint is null or r.plan_id = $1) and ($2::bigint is null or r.review_id = $2)
order by r.held_on desc, r.review_id desc
