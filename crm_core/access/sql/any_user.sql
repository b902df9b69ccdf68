-- Whether there is a user.
select true from app_user limit 1
