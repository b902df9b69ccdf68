-- Remove the products of the Arrow table `taken` that an import added.
delete from product where product_id in (select record_id from taken where is_added)
