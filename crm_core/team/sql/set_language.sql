-- The language of a user. $1 user, $2 language.
update app_user set language = $2 where user_id = $1
