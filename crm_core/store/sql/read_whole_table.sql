-- Every value of a table is read, so that a damaged block shows. $1 the table's name.
select count(*) as row_count, bit_xor(hash(whole)) as digest from query_table($1) as whole
