-- A choice is made or changed. $1 name, $2 JSON text, $3 now, $4 user.
insert into setting (name, value, version, updated_at, updated_by) values ($1, $2, 1, $3, $4)
on conflict (name) do update
set value = excluded.value, version = setting.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by
