-- 0008 tasks: recurring work of a contract: its schedules, and one row for each time it is to be done.
-- breaking: no
set local search_path = mlps;

-- One row of recurring work or one document that comes again. How far its occurrences are planned, and what to do about
-- those whose time went by unplanned.
create table schedule (
    id          bigint generated always as identity constraint schedule_pk primary key,
    contract_id bigint not null constraint schedule_contract_fk references contract (id),
    calendar_id bigint not null constraint schedule_calendar_fk references calendar_version (id), -- planned by this one
    clause      text not null constraint schedule_clause_len check (length(clause) between 1 and 40),
    title       text not null constraint schedule_title_len check (length(title) between 1 and 300),
    work        text not null constraint schedule_work check (
        work in ('service', 'checklist', 'backup', 'routine', 'document')),
    period      text not null constraint schedule_period check (
        period in ('once', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'special')),
    places      jsonb not null constraint schedule_places_list check (jsonb_typeof(places) = 'array'), -- [{unit, serial}]
    times       integer not null constraint schedule_times_range check (times between 1 and 10000),    -- for each place
    items       integer not null constraint schedule_items_range check (items between 0 and 10000),    -- of its checklist
    catch_up    text not null constraint schedule_catch_up check (catch_up in ('skip', 'once', 'window')),
    window_days integer not null constraint schedule_window_range check (window_days between 0 and 3660),
    next_from   date not null,                  -- occurrences that end before it have been dealt with
    look_at     timestamptz default 'epoch',    -- when the horizon moves on; null: nothing more will come
    horizon_on  date,                           -- alarm given: from this day on no occurrence is known; null: none
    constraint schedule_unique unique (contract_id, clause, title)
);

-- One occurrence for one place: a checklist is one row, whatever the number of its items.
create table task (
    id          bigint generated always as identity constraint task_pk primary key,
    schedule_id bigint not null constraint task_schedule_fk references schedule (id),
    contract_id bigint not null constraint task_contract_fk references contract (id),
    system_id   bigint constraint task_system_fk references system (id),
    unit        text not null constraint task_unit_len check (length(unit) <= 300), -- '': of no unit
    turn        integer not null constraint task_turn_range check (turn >= 1),      -- of several in one slot
    slot_from   date not null,
    slot_to     date not null,
    due_on      date not null, -- from the intended slot, whenever the one before was done
    items       integer not null constraint task_items_range check (items between 0 and 10000),
    items_done  integer constraint task_items_done_range check (items_done between 0 and items),
    state       text not null constraint task_state check (state in ('planned', 'done', 'missed', 'skipped')),
    person_id   bigint constraint task_person_fk references person (id), -- null: whoever is there
    done_on     date,
    done_by     text constraint task_done_by_len check (length(done_by) between 1 and 100),
    note        text constraint task_note_len check (length(note) <= 4000),
    version     integer not null default 1 constraint task_version_range check (version >= 1),
    constraint task_once unique (schedule_id, slot_from, unit, turn),
    constraint task_slot_order check (slot_to >= slot_from and due_on between slot_from and slot_to),
    constraint task_done_iff check ((state = 'done') = (done_on is not null))
);
create index task_due_idx on task (contract_id, due_on, id);
create index task_person_idx on task (person_id) where state = 'planned';

-- When the scheduler looks again is found by index, however many contracts there are.
create index contract_work_look_idx on contract_work (schedule_at) where schedule_at is not null;
-- Contracts from before get their tasks at the next step.
update contract_work set schedule_at = 'epoch';
