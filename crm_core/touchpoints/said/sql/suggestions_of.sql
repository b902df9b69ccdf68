-- One row a suggestion made in one of the interactions $2 of the customer $1, the earliest first.
select
    s.suggestion_id, s.interaction_id, s.customer_id, c.name as customer, s.content, s.state, s.answer, s.said_on,
    u.display_name as who, a.display_name as answered_by, s.answered_at, s.version
from customer_suggestion as s
inner join customer_view as c on c.customer_id = s.customer_id
left join user_view as u on u.user_id = s.noted_by
left join user_view as a on a.user_id = s.answered_by
where s.customer_id = $1 and s.interaction_id = any($2)
order by s.suggestion_id
