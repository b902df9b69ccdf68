-- How many entries fit.
select count(*) from audit_entry as e where true /*filters*/
