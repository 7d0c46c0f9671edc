-- 0015 task units: room for a place that is named by a title and a service, "title/code": 300 characters, a stroke and 64.
-- breaking: no
set local search_path = mlps;

alter table task
    drop constraint task_unit_len,
    add constraint task_unit_len check (length(unit) <= 365); -- '': of no unit
