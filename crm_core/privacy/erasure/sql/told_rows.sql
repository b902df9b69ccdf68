-- What the copy of a customer's data shows of a table. $ids as the table's rows ask for them.
select /*told*/ from /*table*/ where /*rows*/ order by all
