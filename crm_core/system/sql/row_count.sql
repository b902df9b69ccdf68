-- How many rows a table holds. $1 the table's name.
select count(*) from query_table($1)
