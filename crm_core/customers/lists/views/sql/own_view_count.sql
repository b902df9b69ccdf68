-- One row: how many views somebody made. $1 user.
select count(*) as views from saved_list where created_by = $1
