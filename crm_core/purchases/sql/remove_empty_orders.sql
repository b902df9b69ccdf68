-- Remove those orders of the lines of the Arrow table `taken` that hold no line any more.
delete from purchase_order
where
    order_id in (select order_id from taken where is_added)
    and order_id not in (select order_id from purchase)
