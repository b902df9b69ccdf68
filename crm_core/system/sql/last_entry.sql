-- When the last entry of the trail was written. One row, one column: happened_at, null in an empty trail.
select max(happened_at) as happened_at from audit_entry_view
