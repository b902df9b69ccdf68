-- Give a field its place in the order. $1 field, $2 place.
update own_field set place = $2 where field_id = $1
