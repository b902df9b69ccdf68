-- Nobody leaves the hands of whoever owned the customer, so that what was asked of them until now stays theirs. $ids, $nobody, $now.
insert into ownership_change (customer_id, giver_id, taker_id, team_id, cause, reason, changed_at, changed_by)
select $nobody, owner_id, null, null, 'release', '', $now, 0 from customer where customer_id = any($ids) and owner_id is not null
