-- The latest import of the same kind that was written from a file of this content, was not taken back, and that the actor
-- may see.
-- $1 scope, $2 teams, $3 me, $4 kind, $5 sha256.
select b.import_id, b.finished_at
from import_batch as b
left join import_memory as m on m.import_id = b.import_id
where b.status = 'written' and m.undone_at is null and ($1 = 'all' or b.team_id = any($2) or b.user_id = $3) and b.kind = $4 and b.file_sha256 = $5
order by b.import_id desc
limit 1
