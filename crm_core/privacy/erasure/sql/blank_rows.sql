-- Leaves the customer's rows of a table as facts of nobody. $ids, $needles, $nobody, $today and $now as the table asks for them.
update /*table*/ set /*blank*/ where /*rows*/
