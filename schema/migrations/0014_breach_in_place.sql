-- 0014 breach in place: no index of deadlines speaks of what a breach changes.
-- breaking: no
set local search_path = mlps;

-- A row whose indexed columns stay has its new version on its own page, and no index is written (state, breached_at and
-- version stand in none any more). Of a million open deadlines those due together lie scattered, and every index page
-- touched for one of them would be logged whole.
drop index deadline_due_idx;
create index deadline_due_idx on deadline (contract_id, due_at);
drop index deadline_calendar_idx;
create index deadline_calendar_idx on deadline (contract_id, calendar_id, id) where kind in ('phase', 'finding', 'sla');
