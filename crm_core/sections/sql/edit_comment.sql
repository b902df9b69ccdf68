-- Change the comment $1 that still has the version $2. $5 now.
update plan_comment
set content = $3, mentioned = $4, edited_at = $5, version = version + 1
where comment_id = $1 and version = $2
returning version
