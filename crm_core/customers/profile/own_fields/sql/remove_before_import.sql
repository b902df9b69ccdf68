-- Remove what the changed customers of a file (the Arrow tables `ready`, and `own`: row, field_id) have in its own fields.
delete from own_field_value
where (customer_id, field_id) in (
    select l.customer_id, o.field_id
    from own as o
    inner join ready as l on l.row = o.row
    where l.outcome = 'updated'
)
