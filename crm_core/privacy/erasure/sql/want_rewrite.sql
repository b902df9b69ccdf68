-- Notes that the store's file still holds freed blocks and is to be written anew.
insert into store_info values ('rewrite_wanted', 'yes') on conflict (name) do nothing
