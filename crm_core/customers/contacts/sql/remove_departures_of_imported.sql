-- Forget who has left among the contacts of the Arrow table `taken` that an import added and that go with it.
delete from contact_departure where contact_id in (select record_id from taken where is_added)
