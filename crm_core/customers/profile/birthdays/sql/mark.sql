-- One birthday in clear. $1 customer, $2 contact, 0 for the customer's own.
select calendar, born_month as month, born_day as day, is_leap, version from birthday_mark where customer_id = $1 and contact_id = $2
