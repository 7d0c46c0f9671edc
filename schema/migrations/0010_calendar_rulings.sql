-- 0010 calendar rulings: by which calendar each deadline's day was last confirmed, and why each ruling was made.
-- breaking: no
set local search_path = mlps;

-- A day that stands under a newer calendar makes no new ruling; that it was looked at is said here. The index finds
-- what is still to be ruled again when a calendar has come.
alter table deadline add column calendar_id bigint constraint deadline_calendar_fk references calendar_version (id);
update deadline d set calendar_id = r.calendar_id from ruling r where r.id = d.ruling_id;
create index deadline_calendar_idx on deadline (contract_id, calendar_id, id)
    where state <> 'void' and kind in ('phase', 'finding', 'sla');

-- Why a ruling superseded the one before it.
alter table ruling add column reason text not null default 'facts' constraint ruling_reason check (
    reason in ('start', 'facts', 'calendar', 'resume', 'reopen', 'revive'));
create index ruling_moved_idx on ruling (id) where version > 1;
