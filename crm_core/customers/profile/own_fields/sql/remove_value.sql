-- Remove what a customer has in a field. $1 customer, $2 field.
delete from own_field_value where customer_id = $1 and field_id = $2
