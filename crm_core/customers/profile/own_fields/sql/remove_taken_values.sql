-- Remove what customers of the Arrow table `taken` have in own fields: of those that an import added, and of those that it
-- changed while it noted what stood there before.
delete from own_field_value
where customer_id in (
    select record_id from taken where is_added or json_type(values_before, '$.own') is not null
)
