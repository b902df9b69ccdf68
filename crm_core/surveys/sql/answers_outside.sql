-- How many answers of a file that was made are not the actor's to see any more; gone ones count too, and those of a customer
-- whom the file names and the actor may not see, or who is another by now.
-- $1 scope, $2 teams, $3 actor: whose answers; $4 scope, $5 teams: whose customers. "seen" (answer_id, customer_id, is_named)
-- is given.
select count(*) as outside
from seen as s
left join survey_answer as a on a.answer_id = s.answer_id
left join customer_view as c on c.customer_id = a.customer_id
where
    a.answer_id is null
    or not coalesce($1 = 'all' or a.team_id = any($2) or a.owner_id = $3, false)
    or (
        s.is_named
        and (
            a.customer_id is distinct from s.customer_id
            or not coalesce($4 = 'all' or c.team_id = any($5) or c.owner_id = $3, false)
        )
    )
