-- The user of an account at a service. $1 issuer, $2 subject.
select u.user_id, u.display_name, u.role, u.team_id, u.is_active, u.is_demo
from oidc_link as l
inner join app_user as u on u.user_id = l.user_id
where l.issuer = $1 and l.subject = $2
