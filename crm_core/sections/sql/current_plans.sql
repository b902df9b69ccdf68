-- One row a plan that is the current one, of the company (team 0) or of a team.
select team_id, plan_id from current_plan_view order by team_id
