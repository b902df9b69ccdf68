-- A reason of loss with the name key $1, other than $2 (null: any).
select reason_id from loss_reason where name_key = $1 and reason_id is distinct from $2
