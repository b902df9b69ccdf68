-- One row a choice that was made; value is JSON text.
select name, value, version from setting order by name
