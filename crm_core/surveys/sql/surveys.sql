-- One row a survey that the actor may know of, the latest first, with the scores of the answers within reach.
-- A survey is known to all where it is the company's; a team's to the team and to whoever reaches one of its answers.
-- Parameters: $scope, $teams, $me: whose answers; $team: the actor's own team (null: none).
with answers as (
    select survey_id, count(*) as answered_count, max(answered_on) as latest_on
    from survey_answer
    where $scope = 'all' or team_id = any($teams) or owner_id = $me
    group by survey_id
),
scores as (
    select
        survey_id,
        count(*) filter (measure = 'index') as index_count,
        sum(score) filter (measure = 'index') as index_sum,
        sum(score * score) filter (measure = 'index') as index_squares,
        count(*) filter (measure = 'csat') as csat_count,
        sum(score) filter (measure = 'csat') as csat_sum,
        count(*) filter (measure = 'nps') as nps_count,
        sum(score) filter (measure = 'nps') as nps_sum,
        sum(score * score) filter (measure = 'nps') as nps_squares
    from answer_score
    where $scope = 'all' or team_id = any($teams) or owner_id = $me
    group by survey_id
)
select s.*, t.name as team_name, coalesce(a.answered_count, 0) as answered_count, a.latest_on, c.* exclude (survey_id)
from survey as s
left join team_view as t on t.team_id = s.team_id
left join answers as a on a.survey_id = s.survey_id
left join scores as c on c.survey_id = s.survey_id
where $scope = 'all' or s.team_id is null or s.team_id = any($teams) or s.team_id = $team or a.answered_count > 0
order by s.last_on desc, s.survey_id desc
