-- The new answers of a file (the Arrow table `ready`), with the team and owner that their customers have now; answers of
-- nobody known are the survey's team's. $1 survey, $2 import, $3 its team, $4 the moment and $5 day of answers without one.
insert into survey_answer (
    survey_id, answer_key, content_digest, answered_at, answered_on, customer_id, team_id, owner_id, import_id, version
)
select
    $1, l.answer_key, l.content_digest, coalesce(l.answered_at, $4), coalesce(l.answered_on, $5), c.customer_id,
    if(c.customer_id is null, $3, c.team_id), c.owner_id, $2, 1
from ready as l
left join customer_by_code_view as c on c.known_code = l.customer_code
where l.outcome = 'added'
order by l.row
