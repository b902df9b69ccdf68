-- Empty an own field of the customers of the Arrow table `chosen` (customer_id). $1 field.
delete from own_field_value where field_id = $1 and customer_id in (select h.customer_id from chosen as h)
