-- The three sides of a merge's memory. $1 merge.
select * from customer_at_merge where merge_id = $1 order by side
