-- A number that stands for nobody: one that no customer ever had.
insert into nobody values (nextval('customer_ids')) returning nobody_id as customer_id
