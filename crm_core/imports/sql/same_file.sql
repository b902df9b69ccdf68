-- The latest import of the same kind that was written from a file of this content and that the actor may see.
-- $1 scope, $2 teams, $3 me, $4 kind, $5 sha256.
select b.import_id, b.finished_at
from import_batch as b
where b.status = 'written' and ($1 = 'all' or b.team_id = any($2) or b.user_id = $3) and b.kind = $4 and b.file_sha256 = $5
order by b.import_id desc
limit 1
