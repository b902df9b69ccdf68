-- Remove the tag $1 from the list.
delete from tag where tag_id = $1
