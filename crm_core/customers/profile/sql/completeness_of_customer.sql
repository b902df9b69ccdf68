-- One row: how complete one customer's record is, as the metric counts it. $1 customer.
select kind, field_count, filled_count, empty_fields from customer_record_view where customer_id = $1
