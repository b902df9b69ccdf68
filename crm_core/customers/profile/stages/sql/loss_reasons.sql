-- One row a reason of loss, in the order of the list.
select reason_id, known, name, is_active, version from loss_reason order by place, reason_id
