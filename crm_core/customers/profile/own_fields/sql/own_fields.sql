-- One row a field of the company's own, in order; choices is a JSON list.
select field_id, name, kind, for_kind, is_required, choices, is_active, version from own_field order by place, field_id
