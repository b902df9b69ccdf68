-- When a backup was last put in the store's place. One row, one column: happened_at, null where none was.
select max(happened_at) as happened_at from audit_entry_view where entity = 'store' and action = 'restore'
