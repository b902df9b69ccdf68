-- Who owns a customer works along on it no more. The Arrow table `moves`: customer_id, taker_id.
delete from collaborator
where exists (
    select 1 from moves as m where m.customer_id = collaborator.customer_id and m.taker_id = collaborator.user_id
)
