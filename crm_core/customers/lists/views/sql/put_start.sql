-- A user's list begins with a view. $1 user, $2 view.
insert into saved_list_start (user_id, view_id) values ($1, $2)
