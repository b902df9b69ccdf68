-- How many texts of a column name the person. $needles.
select count(*) as text_count
from /*table*/ as t
where exists (select 1 from (select unnest($needles) as needle) as n where contains(t./*column*/, n.needle))
