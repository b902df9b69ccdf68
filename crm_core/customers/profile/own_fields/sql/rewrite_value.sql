-- Write one value of a field in another form. $1 field, $2 before, $3 after.
update own_field_value set value = $3 where field_id = $1 and value = $2
