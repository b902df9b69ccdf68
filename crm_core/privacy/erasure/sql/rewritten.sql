-- Notes that the store's file was written anew.
delete from store_info where name = 'rewrite_wanted'
