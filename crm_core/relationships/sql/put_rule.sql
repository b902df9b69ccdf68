-- Note that the criteria of a dimension were saved. $1 dimension, $2 version, $3 now, $4 user.
insert into relationship_rule (dimension, version, updated_at, updated_by) values ($1, $2, $3, $4)
on conflict (dimension) do update set version = excluded.version, updated_at = excluded.updated_at,
    updated_by = excluded.updated_by
