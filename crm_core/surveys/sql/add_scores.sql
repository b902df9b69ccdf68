-- The scores of answers (the Arrow table `scores`: answer_id, measure, score).
insert into answer_score (answer_id, survey_id, measure, score, answered_on, customer_id, team_id, owner_id)
select s.answer_id, a.survey_id, s.measure, s.score, a.answered_on, a.customer_id, a.team_id, a.owner_id
from scores as s
inner join survey_answer as a on a.answer_id = s.answer_id
order by s.answer_id, s.measure
