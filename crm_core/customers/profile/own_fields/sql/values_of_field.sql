-- One row a value that customers have in a field, and how many have it. $1 field.
select value, count(*) as customers from own_field_value where field_id = $1 group by value order by value
