-- Remove a view that still has the version $2. $1 view.
delete from saved_list where view_id = $1 and version = $2 returning view_id
