-- One row an action and a kind of record that stand in the trail together.
select distinct action, entity from audit_entry order by action, entity
