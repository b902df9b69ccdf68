-- The known answers of a file (the Arrow table `ready`) that differ from the store's. Team and owner change only with the
-- customer. $1 survey, $2 import.
update survey_answer
set
    content_digest = n.content_digest,
    answered_at = coalesce(n.answered_at, survey_answer.answered_at),
    answered_on = coalesce(n.answered_on, survey_answer.answered_on),
    customer_id = coalesce(n.customer_id, survey_answer.customer_id),
    team_id = if(n.customer_id is not null and n.customer_id is distinct from survey_answer.customer_id, n.team_id, survey_answer.team_id),
    owner_id = if(n.customer_id is not null and n.customer_id is distinct from survey_answer.customer_id, n.owner_id, survey_answer.owner_id),
    import_id = $2,
    version = survey_answer.version + 1
from (
    select l.*, c.customer_id, c.team_id, c.owner_id
    from ready as l
    left join customer_by_code_view as c on c.known_code = l.customer_code
    where l.outcome = 'updated'
) as n
where survey_answer.survey_id = $1 and survey_answer.answer_key = n.answer_key
