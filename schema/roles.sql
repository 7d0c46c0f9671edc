-- One least-privilege role per process, re-applied at every migration. None has a password: they come over a private socket, by peer
-- or by certificate (pg_hba decides). Whoever migrates owns the tables; no process does, and none bypasses anything.
-- Sections are sorted by role. What a statement needs is checked by tests/schema/test_roles.c.

-- Made only when missing: roles are cluster-wide, so other databases of the cluster may be making the same ones right now. And from
-- nothing: a grant that was taken out of this file is gone.
do $$
declare
    groups constant text[] := array['mlps_process', 'mlps_service', 'mlps_ledger'];
    processes constant text[] := array['mlps_deadline', 'mlps_delivery', 'mlps_export', 'mlps_lifecycle', 'mlps_penalty',
                                       'mlps_registry', 'mlps_reminder', 'mlps_report', 'mlps_scheduler', 'mlps_sla'];
    members constant text[] := array[
        ['mlps_process', 'mlps_deadline'], ['mlps_process', 'mlps_delivery'], ['mlps_process', 'mlps_export'],
        ['mlps_process', 'mlps_lifecycle'], ['mlps_process', 'mlps_penalty'], ['mlps_process', 'mlps_registry'],
        ['mlps_process', 'mlps_reminder'], ['mlps_process', 'mlps_report'], ['mlps_process', 'mlps_scheduler'],
        ['mlps_process', 'mlps_sla'],
        ['mlps_service', 'mlps_delivery'], ['mlps_service', 'mlps_lifecycle'], ['mlps_service', 'mlps_registry'],
        ['mlps_service', 'mlps_report'], ['mlps_service', 'mlps_sla'],
        ['mlps_ledger', 'mlps_delivery'], ['mlps_ledger', 'mlps_lifecycle'], ['mlps_ledger', 'mlps_scheduler'],
        ['mlps_ledger', 'mlps_sla']];
    wanted text;
    pair text[];
begin
    foreach wanted in array groups || processes loop
        if not exists (select from pg_roles where rolname = wanted) then
            begin
                execute format('create role %I %s', wanted, case when wanted = any (groups) then 'nologin' else 'login' end);
            exception when duplicate_object or unique_violation then null;
            end;
        end if;
        execute format('revoke all on all tables in schema mlps from %I', wanted);
        execute format('grant usage on schema mlps to %I', wanted);
    end loop;
    foreach pair slice 1 in array members loop
        if not pg_has_role(pair[2], pair[1], 'member') then
            begin
                execute format('grant %I to %I', pair[1], pair[2]);
            exception when duplicate_object or unique_violation then null;
            end;
        end if;
    end loop;
end $$;

-- group mlps_process: every process. Events are appended and read, never changed.
grant select on mlps.schema_migration to mlps_process;
grant select, insert on mlps.event to mlps_process;
grant select on mlps.pack, mlps.calendar_version, mlps.calendar_day to mlps_process;
grant select on mlps.contract, mlps.team, mlps.system to mlps_process;

-- group mlps_service: who answers requests.
grant select, insert, update, delete on mlps.idempotency to mlps_service;
grant select on mlps.account, mlps.account_person to mlps_service; -- whom an account speaks for

-- group mlps_ledger: who opens, moves and closes deadlines (services/common/pg/deadline_store.h).
grant select, insert, update on mlps.deadline, mlps.deadline_step to mlps_ledger;
grant select, insert on mlps.clock_event, mlps.ruling, mlps.breach to mlps_ledger;
grant select, update (state) on mlps.reminder to mlps_ledger;
grant select, update (facts) on mlps.contract_work to mlps_ledger;

-- deadline: warns, breaches, escalates.
grant select, update on mlps.deadline, mlps.deadline_step to mlps_deadline;
grant select, insert on mlps.breach to mlps_deadline;
grant select on mlps.ruling, mlps.clock_event, mlps.person, mlps.cycle, mlps.phase to mlps_deadline;
grant select, insert, update on mlps.reminder to mlps_deadline;
grant select on mlps.reminder_channel to mlps_deadline;
grant select, update (facts) on mlps.contract_work to mlps_deadline;

-- delivery: deliverables, reviews, sign-off.
grant select, insert, update on mlps.deliverable to mlps_delivery;
grant select, insert on mlps.fact to mlps_delivery;
grant select, update on mlps.task to mlps_delivery;
grant select, update (catch_up, window_days) on mlps.schedule to mlps_delivery;
grant select on mlps.person to mlps_delivery;

-- export: reads what workbooks show.
grant select on mlps.assessment, mlps.breach, mlps.clock_event, mlps.cycle, mlps.deadline, mlps.deadline_step, mlps.deliverable,
    mlps.fact, mlps.finding, mlps.incident, mlps.payment, mlps.penalty, mlps.penalty_case, mlps.person, mlps.phase,
    mlps.reminder, mlps.ruling to mlps_export;
grant select, update on mlps.export to mlps_export;
grant select, update, delete on mlps.job, mlps.job_lease to mlps_export;
grant insert on mlps.job_lease to mlps_export;
grant select, insert on mlps.job_dead to mlps_export;
grant select, insert, delete on mlps.job_tally to mlps_export;

-- lifecycle: cycles, phases, gates, assessments, findings.
grant select, insert, update on mlps.cycle, mlps.phase, mlps.finding to mlps_lifecycle;
grant select, insert on mlps.assessment, mlps.fact to mlps_lifecycle;
grant select on mlps.deliverable, mlps.person to mlps_lifecycle;
grant select, insert on mlps.decision to mlps_lifecycle;

-- penalty: proposes penalties.
grant select, insert, update on mlps.penalty to mlps_penalty;
grant select, insert, update on mlps.penalty_case to mlps_penalty;
grant select, update (assessed) on mlps.contract_work to mlps_penalty;
grant select on mlps.breach, mlps.deadline, mlps.fact, mlps.finding, mlps.incident, mlps.person to mlps_penalty;
grant select, insert, update on mlps.reminder to mlps_penalty;

-- registry: contracts, packs, calendars, teams, people, systems.
grant insert on mlps.pack, mlps.calendar_version, mlps.calendar_day to mlps_registry;
grant insert on mlps.contract, mlps.team, mlps.system, mlps.contract_work to mlps_registry;
grant update (calendar_id, version) on mlps.contract to mlps_registry;
grant update (name, version) on mlps.system to mlps_registry;
grant select, update (facts) on mlps.contract_work to mlps_registry;
grant select, insert on mlps.person to mlps_registry;
grant select, insert, update (enabled, version) on mlps.reminder_channel to mlps_registry;
grant select, insert, update on mlps.reminder_policy to mlps_registry;
grant select, insert, update, delete on mlps.reminder_habit to mlps_registry;
grant select on mlps.cycle, mlps.phase to mlps_registry;
grant insert, update (revoked_at, revoked_by, version) on mlps.account to mlps_registry;
grant insert, delete on mlps.account_person to mlps_registry;

-- reminder: delivers the reminder ledger.
grant select, update on mlps.reminder to mlps_reminder;
grant select, insert on mlps.notification to mlps_reminder;
grant select on mlps.breach, mlps.deadline, mlps.deadline_step, mlps.incident, mlps.penalty, mlps.penalty_case, mlps.person, mlps.phase,
    mlps.cycle, mlps.ruling, mlps.reminder_habit, mlps.reminder_policy to mlps_reminder;
grant select, update (recent, free_at, failures) on mlps.reminder_channel to mlps_reminder;

-- report: reads the portfolio, asks for exports, shows calendar feeds.
grant select on mlps.clock_event, mlps.contract_work, mlps.cycle, mlps.deadline, mlps.deadline_step, mlps.deliverable,
    mlps.penalty, mlps.phase, mlps.reminder, mlps.ruling to mlps_report;
grant select on mlps.assessment, mlps.breach, mlps.finding, mlps.schedule, mlps.task to mlps_report; -- forecasts, feeds
grant select on mlps.incident to mlps_report; -- of which contract one is; rates of a forecast
grant select on mlps.penalty_case, mlps.person, mlps.reminder_channel, mlps.penalty_notice to mlps_report;
grant select, update (read_at, read_by, read_on_behalf) on mlps.notification to mlps_report;
grant select, insert on mlps.fact to mlps_report; -- what a receipt states
grant update (facts) on mlps.contract_work to mlps_report;
grant select, insert on mlps.export, mlps.job to mlps_report;
grant insert on mlps.job_tally to mlps_report;
grant select, insert, update (revoked_at, revoked_by, version) on mlps.calendar_feed to mlps_report;

-- scheduler: terms, deliverables, payments and recurring work from packs and facts.
grant select, insert, update on mlps.schedule, mlps.task to mlps_scheduler;
grant select, insert, update on mlps.deliverable, mlps.payment to mlps_scheduler;
grant select, update (scheduled, schedule_at) on mlps.contract_work to mlps_scheduler;
grant select on mlps.assessment, mlps.cycle, mlps.fact, mlps.finding, mlps.incident, mlps.phase, mlps.person to mlps_scheduler;
grant update (forecast_from, forecast_to, version) on mlps.phase to mlps_scheduler;
grant update (version) on mlps.cycle, mlps.incident to mlps_scheduler; -- to lock them

-- sla: facts, incidents, cases, penalties, payments.
grant select, insert on mlps.fact to mlps_sla;
grant select, insert, update on mlps.incident, mlps.penalty_case to mlps_sla;
grant select, update on mlps.payment to mlps_sla;
grant select on mlps.penalty, mlps.person, mlps.phase, mlps.cycle to mlps_sla;
grant insert, update (state, version) on mlps.penalty to mlps_sla;
grant select, insert on mlps.decision, mlps.incident_grading to mlps_sla;
grant select, insert on mlps.reminder to mlps_sla;
grant select on mlps.reminder_channel, mlps.notification, mlps.penalty_notice to mlps_sla;
