-- A fact of the demo. $1 name, $2 value.
insert into store_info (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value
