-- What a user owns: customers, open follow-ups, and touchpoints. $1 user.
select
    (select count(*) from customer_view where owner_id = $1) as customer_count,
    (select count(*) from follow_up_view where user_id = $1 and status = 'open') as follow_up_count,
    (select count(*) from touchpoint_view where owner_id = $1) as touchpoint_count
