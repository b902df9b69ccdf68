-- What an allowance needs to know of a user. $1 user.
select u.is_active, u.is_demo, l.user_id is not null as is_linked
from app_user as u
left join oidc_link as l on l.user_id = u.user_id
where u.user_id = $1
