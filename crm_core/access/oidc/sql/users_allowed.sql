-- The users whose allowance fits an account and holds, and who have no link yet. $1 e-mail, $2 user name, $3 allowed since.
-- One row a user; more than one fits nobody.
select u.user_id, u.display_name, u.role, u.team_id, u.is_active, u.is_demo
from oidc_allowance as a
inner join app_user as u on u.user_id = a.user_id
left join oidc_link as l on l.user_id = a.user_id
where l.user_id is null and a.allowed_at >= $3
    and ((a.claim = 'email' and a.expected = $1) or (a.claim = 'username' and a.expected = $2))
order by u.user_id
