-- 0019 task calendar: what a calendar must look at again is found for tasks too.
-- breaking: no
set local search_path = mlps;

-- Deadlines of tasks keep their day, but the steps around it lie on working days.
drop index deadline_calendar_idx;
create index deadline_calendar_idx on deadline (contract_id, calendar_id, id) where kind in ('phase', 'finding', 'sla', 'task');
