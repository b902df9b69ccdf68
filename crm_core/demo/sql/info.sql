-- One row a fact that the store keeps of itself as a demo.
select name, value from store_info where name like 'demo%' order by name
