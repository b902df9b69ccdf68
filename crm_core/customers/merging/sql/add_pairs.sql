-- Add the pairs of the Arrow table `found` that are new and whose customers are both there still. $1 now.
insert into duplicate_pair (low_id, high_id, score, signs, sign_digests, status, found_at)
select f.low_id, f.high_id, f.score, f.signs, f.sign_digests, 'open', $1
from found as f
semi join customer as a on a.customer_id = f.low_id
semi join customer as b on b.customer_id = f.high_id
anti join duplicate_pair as p on p.low_id = f.low_id and p.high_id = f.high_id
order by f.score desc, f.low_id, f.high_id
returning pair_id
