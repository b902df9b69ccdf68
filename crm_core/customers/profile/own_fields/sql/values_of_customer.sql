-- One row a field in which a customer has something. $1 customer.
select field_id, value from own_field_value where customer_id = $1 order by field_id
