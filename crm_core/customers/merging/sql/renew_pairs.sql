-- Pairs that were found again (the Arrow table `found`) have their new score; one that somebody judged different is open again
-- only where it has a sign that it had not then.
update duplicate_pair
set
    score = f.score,
    signs = f.signs,
    sign_digests = f.sign_digests,
    status = if(f.is_new_sign, 'open', duplicate_pair.status),
    judged_at = if(f.is_new_sign, null, duplicate_pair.judged_at),
    judged_by = if(f.is_new_sign, null, duplicate_pair.judged_by)
from (
    select
        g.*,
        p.status = 'different' and not list_has_all(string_split(p.sign_digests, ','), string_split(g.sign_digests, ',')) as is_new_sign
    from found as g
    inner join duplicate_pair as p on p.low_id = g.low_id and p.high_id = g.high_id
    where p.status = 'open' or (p.status = 'different' and p.sign_digests <> g.sign_digests)
) as f
where duplicate_pair.low_id = f.low_id and duplicate_pair.high_id = f.high_id
    and (duplicate_pair.status = 'open' or f.is_new_sign)
    and (duplicate_pair.score <> f.score or duplicate_pair.signs <> f.signs or duplicate_pair.sign_digests <> f.sign_digests)
