-- Remove the touchpoint $1 that still has the version $2.
delete from touchpoint where touchpoint_id = $1 and version = $2 returning touchpoint_id
