-- Events stamped with a team or an owner that never existed. One row: how many, and one such team's or user's id.
with stamps as (
    select distinct team_id, owner_id from purchase
    union
    select distinct team_id, owner_id from interaction
    union
    select distinct team_id, user_id from follow_up
    union
    select distinct team_id, owner_id from survey_answer
)
select count(*) as offending, min(coalesce(s.team_id, s.owner_id)) as example
from stamps as s
left join team as t on t.team_id = s.team_id
left join app_user as u on u.user_id = s.owner_id
where (s.team_id is not null and t.team_id is null) or (s.owner_id is not null and u.user_id is null)
