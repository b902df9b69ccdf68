-- Nobody's list begins with a view any more. $1 view.
delete from saved_list_start where view_id = $1
