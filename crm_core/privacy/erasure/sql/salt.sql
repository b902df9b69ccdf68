-- The salt of the store's erasures; no row before the first one.
select salt from erasure order by erasure_id limit 1
