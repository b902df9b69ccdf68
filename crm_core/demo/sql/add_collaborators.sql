-- Who was granted a request works along since then.
insert into collaborator (customer_id, user_id, since_at)
select customer_id, asked_by, answered_at from collaboration_request where status = 'granted'
