-- One row an answer to a question of the given ones, of the answers within reach.
-- $survey_id; $items: the questions; $scope, $teams, $me.
select i.answer_id, i.item_id, i.said, i.value::double as value
from survey_answer_item as i
inner join survey_answer as a on a.answer_id = i.answer_id
where
    i.survey_id = $survey_id and i.item_id = any($items)
    and ($scope = 'all' or a.team_id = any($teams) or a.owner_id = $me)
order by i.answer_id, i.item_id
