-- One row what was said to a question in the given answers, within reach.
-- $survey_id; $answers: their numbers; $scope, $teams, $me.
select i.answer_id, i.item_id, i.said
from survey_answer_item as i
inner join survey_answer as a on a.answer_id = i.answer_id
where
    i.survey_id = $survey_id and i.answer_id = any($answers)
    and ($scope = 'all' or a.team_id = any($teams) or a.owner_id = $me)
order by i.answer_id, i.item_id
