-- A user's list begins as at first. $1 user.
delete from saved_list_start where user_id = $1
