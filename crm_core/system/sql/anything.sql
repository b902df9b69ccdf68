-- Whether a store holds anybody or anything. One row, one column.
select exists (select 1 from user_view) or exists (select 1 from customer_view) or exists (select 1 from purchase_view)
    as is_used
