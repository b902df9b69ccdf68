-- One row an answer within reach, with its scores. $survey_id; $scope, $teams, $me.
with own_scores as (
    select
        answer_id,
        max(score) filter (measure = 'index') as index_score,
        max(score) filter (measure = 'csat') as csat_score,
        max(score) filter (measure = 'nps') as nps_score
    from answer_score
    where survey_id = $survey_id
    group by answer_id
)
select
    a.answer_id, a.answered_on, s.index_score::double as index_score, s.csat_score::double as csat_score,
    s.nps_score::double as nps_score
from survey_answer as a
left join own_scores as s on s.answer_id = a.answer_id
where a.survey_id = $survey_id and ($scope = 'all' or a.team_id = any($teams) or a.owner_id = $me)
order by a.answer_id
