-- Remove the marks of the customers of the Arrow table `taken` that an import added and that go with it.
delete from customer_exempt where customer_id in (select record_id from taken where is_added)
