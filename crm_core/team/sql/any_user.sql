-- Whether there is a user at all.
select true from app_user limit 1
