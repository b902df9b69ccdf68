-- The standard of the touchpoint $1 is measured by $2, where what was said before still has the version $3. $4 who, $5 now.
insert into touchpoint_measure (touchpoint_id, measure, version, set_by, set_at) values ($1, $2, 1, $4, $5)
on conflict (touchpoint_id) do update set measure = excluded.measure, version = touchpoint_measure.version + 1,
    set_by = excluded.set_by, set_at = excluded.set_at
where touchpoint_measure.version = $3
returning touchpoint_id
