-- How many rows of a table are the customer's. $ids, $needles and $own as the table's rows ask for them.
select count(*) as row_count from /*table*/ where /*rows*/
