-- Remove the contacts of the Arrow table `taken` that an import added.
delete from contact where contact_id in (select record_id from taken where is_added)
