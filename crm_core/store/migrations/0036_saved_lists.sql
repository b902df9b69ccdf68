-- Views of the list of customers that people saved: what is asked, in which order, with which columns, as JSON. A shared one
-- shows each who opens it their own reach. sharing: own (its maker's alone), team (those of team_id), all.
create sequence saved_list_ids;
create table saved_list (
    view_id bigint primary key default nextval('saved_list_ids'), name varchar not null, name_key varchar not null,
    sharing varchar not null check (sharing in ('own', 'team', 'all')), team_id bigint, content varchar not null,
    version bigint not null, created_by bigint not null, created_at timestamptz not null, updated_at timestamptz not null
);

-- The view with which a person's list begins. Without a key on purpose: it is removed and written anew in one transaction,
-- which a key of DuckDB refuses.
create table saved_list_start (user_id bigint not null, view_id bigint not null);
