-- One row an active user, as an actor is made from.
select user_id, display_name, role, team_id from user_view where is_active order by display_name, user_id
