-- Somebody says something to a period end. $1 snapshot, $2 what, $3 who, $4 now.
insert into plan_snapshot_voice (snapshot_id, content, said_by, said_at, answer, version) values ($1, $2, $3, $4, '', 1)
returning voice_id
