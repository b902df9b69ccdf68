-- Sessions of users that do not exist. One row: how many, and one such user's id.
select count(*) as offending, min(s.user_id) as example
from session as s
left join app_user as u on u.user_id = s.user_id
where u.user_id is null
