-- Whether the store's file is to be written anew.
select count(*) > 0 as is_wanted from store_info where name = 'rewrite_wanted'
