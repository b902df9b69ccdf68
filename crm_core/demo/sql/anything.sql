-- Whether the store holds people or customers already.
select exists (select 1 from app_user) or exists (select 1 from customer) as is_used
