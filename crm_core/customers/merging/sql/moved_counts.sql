-- How many rows of each part a merge moved. $1 merge.
select part, count(*) as row_count from merge_part where merge_id = $1 group by part order by part
