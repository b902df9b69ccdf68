-- Remove the customers of the Arrow table `taken` that an import added.
delete from customer where customer_id in (select record_id from taken where is_added)
