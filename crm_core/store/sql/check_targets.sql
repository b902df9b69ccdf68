-- Targets whose team or person is missing, or a company's with a number. One row: how many, and one target's id.
select count(*) as offending, min(g.target_id) as example
from target as g
left join team as t on g.scope_kind = 'team' and t.team_id = g.scope_id
left join app_user as u on g.scope_kind = 'person' and u.user_id = g.scope_id
where (g.scope_kind = 'company' and g.scope_id <> 0)
    or (g.scope_kind = 'team' and t.team_id is null)
    or (g.scope_kind = 'person' and u.user_id is null)
