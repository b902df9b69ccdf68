-- Remove the lines of the Arrow table `taken` that an import added.
delete from purchase where purchase_id in (select record_id from taken where is_added)
