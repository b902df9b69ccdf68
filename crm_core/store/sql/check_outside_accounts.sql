-- Links and allowances of users that do not exist. One row: how many, and one such user's id.
select count(*) as offending, min(a.user_id) as example
from (select user_id from oidc_link union all select user_id from oidc_allowance) as a
left join app_user as u on u.user_id = a.user_id
where u.user_id is null
