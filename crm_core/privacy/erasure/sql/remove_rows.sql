-- Removes the customer's rows of a table. $ids, $needles and $own as the table's rows ask for them.
delete from /*table*/ where /*rows*/
