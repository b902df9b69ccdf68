-- One row an answer of the given ones, within reach, the latest first. A customer is named only to whoever may read it today.
-- respondent_id: who gave it, named or not; never shown.
-- $survey_id; $answers: their numbers; $scope, $teams, $me: whose answers; $customer_scope, $customer_teams: whose customers.
select
    a.answer_id, a.answered_at, a.answered_on, a.customer_id as respondent_id,
    if($customer_scope = 'all' or c.team_id = any($customer_teams) or c.owner_id = $me, a.customer_id, null) as customer_id,
    if($customer_scope = 'all' or c.team_id = any($customer_teams) or c.owner_id = $me, c.code, null) as customer_code,
    if($customer_scope = 'all' or c.team_id = any($customer_teams) or c.owner_id = $me, c.name, null) as customer_name
from survey_answer as a
left join customer_view as c on c.customer_id = a.customer_id
where
    a.survey_id = $survey_id and a.answer_id = any($answers)
    and ($scope = 'all' or a.team_id = any($teams) or a.owner_id = $me)
order by a.answered_at desc, a.answer_id desc
