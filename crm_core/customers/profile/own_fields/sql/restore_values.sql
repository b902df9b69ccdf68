-- Put back what stood in the own fields of the customers of the Arrow table `taken` that an import changed.
insert into own_field_value (customer_id, field_id, value)
with kept as (
    select record_id, json_extract_string(values_before, '$.own')::json as own
    from taken
    where not is_added and json_extract_string(values_before, '$.own') is not null
),
fields as (select record_id, own, unnest(json_keys(own)) as field_key from kept)
select record_id, field_key::bigint, json_extract_string(own, '$."' || field_key || '"') from fields
