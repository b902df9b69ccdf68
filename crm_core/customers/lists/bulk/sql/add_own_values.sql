-- Fill an own field, emptied before, of the customers of the Arrow table `chosen` (customer_id). $1 field, $2 value.
insert into own_field_value (customer_id, field_id, value)
select h.customer_id, $1, $2 from chosen as h order by h.customer_id
