-- End all collaborations of a user. $1 user.
delete from collaborator where user_id = $1 returning customer_id
