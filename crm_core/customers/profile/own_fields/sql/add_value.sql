-- What a customer has in a field. $1 customer, $2 field, $3 value.
insert into own_field_value (customer_id, field_id, value) values ($1, $2, $3)
