-- How many customers one user owns, and how many times one was claimed since an instant. $1 user, $2 since.
select
    (select count(*) from customer where owner_id = $1) as owned,
    (select count(*) from ownership_change where taker_id = $1 and cause = 'claim' and changed_at >= $2) as claimed
