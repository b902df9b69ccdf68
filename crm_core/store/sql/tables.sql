-- One row a table of the store.
select table_name from duckdb_tables() where schema_name = 'main' and not internal order by table_name
