-- One row a person of the company, disabled ones too: whom an owner column of a file may mean by the username or the name.
select user_id, username, display_name from user_view order by user_id
