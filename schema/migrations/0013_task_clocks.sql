-- 0013 task clocks: what comes due by a fact (filings, assessments, certificates), misses kept per schedule, deadlines of tasks.
-- breaking: no
set local search_path = mlps;

-- Whose certificate a fact is about; null: it is about the contract, a clause or a system as a whole.
alter table fact add column unit text constraint fact_unit_len check (length(unit) between 1 and 300);

alter table schedule
    add column missed bigint not null default 0 constraint schedule_missed_range check (missed >= 0),  -- occurrences that nobody planned in time
    add column waits integer not null default 0 constraint schedule_waits_range check (waits >= 0),    -- places whose fact is not known
    drop constraint schedule_work,
    drop constraint schedule_period,
    drop constraint schedule_unique,
    add constraint schedule_work check (
        work in ('service', 'checklist', 'backup', 'routine', 'document', 'filing', 'assessment', 'certificate')),
    add constraint schedule_period check (
        period in ('once', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'special', 'expiry')),
    add constraint schedule_unique unique (contract_id, clause, title, work); -- one certificate is both filed and assessed again

-- A task gets a deadline when the first step of its ladder has come and it is not done: alarm_at says when that is.
alter table task
    add column alarm_at timestamptz,
    add column deadline_id bigint constraint task_deadline_fk references deadline (id),
    add constraint task_alarm_planned check (alarm_at is null or (state = 'planned' and deadline_id is null));
create index task_alarm_idx on task (contract_id, alarm_at) where alarm_at is not null;

alter table deadline
    drop constraint deadline_kind,
    add constraint deadline_kind check (kind in ('phase', 'finding', 'term', 'deliverable', 'sla', 'task'));

-- Tasks from before have only the end of their day: whether a warning would have come earlier is not told late.
update task t
   set alarm_at = ((t.due_on + 1)::timestamp at time zone k.zone)
  from contract k
 where k.id = t.contract_id and t.state = 'planned';
update contract_work set schedule_at = 'epoch';
