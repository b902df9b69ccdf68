-- Somebody is reminded of something, once; no row where they were before. $1 key, $2 user, $3 day.
insert into plan_reminder (reminder_key, user_id, told_on) values ($1, $2, $3)
on conflict (reminder_key, user_id) do nothing
returning user_id
