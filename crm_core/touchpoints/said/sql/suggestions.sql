-- One row a suggestion of customers within the reach, the latest first. $1 scope, $2 teams, $3 me, $4 state or null, $5 first,
-- $6 count, $7 one suggestion or null.
select
    s.suggestion_id, s.interaction_id, s.customer_id, c.name as customer, s.content, s.state, s.answer, s.said_on,
    u.display_name as who, a.display_name as answered_by, s.answered_at, s.version
from customer_suggestion as s
inner join customer_view as c on c.customer_id = s.customer_id
left join user_view as u on u.user_id = s.noted_by
left join user_view as a on a.user_id = s.answered_by
where
    ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3
        or exists (select 1 from collaborator_view as v where v.customer_id = c.customer_id and v.user_id = $3))
    and ($4 is null or s.state = $4)
    and ($7 is null or s.suggestion_id = $7)
order by s.said_on desc, s.suggestion_id desc
limit $6 offset $5
