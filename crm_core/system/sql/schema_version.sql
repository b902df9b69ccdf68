-- The last step of the store's shape that was applied.
select max(number) from schema_migration
