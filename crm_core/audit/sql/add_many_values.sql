-- The values of many entries (the Arrow table `entries`), beside the chain.
insert into audit_value
select seq, salt, content from entries order by seq
