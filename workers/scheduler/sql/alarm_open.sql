-- alarm_open: every task of contract $1 whose ladder has begun by $2 gets its deadline, by pack $3 and calendar $4. Slots: of schedule
-- $5 from day $6 (numbers since 1970), due at $7, too late from $8, with proof $9; steps: of slot $10 (its place in those arrays, from
-- 1) rule $11 at $12 for audience $13. A task that a service is completing is left for the next look. As the ledger opens any
-- other deadline (code CLAUSE/Ttask, with /n for the n-th of a task that a fact took away and brought back): the row, its start, its first ruling (which alarm_ruled.sql links) and its steps. One JSON list: their ids.
with slot as (
    select * from unnest($5::bigint[], $6::bigint[], $7::timestamptz[], $8::timestamptz[], $9::text[]) with ordinality
               as slot (schedule, first, due_at, breach_at, proof, place)),
due as materialized (
    select t.id as task, t.system_id, t.due_on, t.slot_from, s.clause, k.zone, slot.place, slot.due_at, slot.breach_at, slot.proof,
           (select count(*) from deadline d where d.subject_kind = 'task' and d.subject_id = t.id) as before,
           left(s.title || case when t.unit <> '' then '（' || t.unit || '）' else '' end, 300) as title
      from slot
      join task t on t.schedule_id = slot.schedule and t.slot_from = date '1970-01-01' + slot.first::integer
      join schedule s on s.id = t.schedule_id
      join contract k on k.id = t.contract_id
     where t.contract_id = $1::bigint and t.alarm_at <= $2::timestamptz
     order by slot.place, t.id
       for no key update of t skip locked),
made as (
    insert into deadline (contract_id, system_id, code, kind, clause, title, subject_kind, subject_id, started_at, due_on, due_at,
                          breach_at, calendar_id)
    select $1::bigint, system_id, concat(clause, '/T', task, '/' || nullif(before, 0) + 1), 'task', clause, title, 'task', task,
           slot_from::timestamp at time zone zone, due_on, due_at, breach_at, $4::bigint
      from due
     order by place, task
 returning id, subject_id as task, started_at),
ruled as (
    insert into ruling (deadline_id, version, pack_id, calendar_id, due_on, due_at, breach_at, provisional, proof, reason)
    select made.id, 1, $3::bigint, $4::bigint, due.due_on, due.due_at, due.breach_at, false, due.proof::jsonb, 'start'
      from made join due using (task)),
noted as (
    insert into clock_event (deadline_id, kind, occurred_at) select id, 'start', started_at from made),
planned as (
    insert into deadline_step (deadline_id, due_version, rule, at, audience)
    select made.id, 1, step.rule, step.at, step.audience
      from made
      join due using (task)
      join unnest($10::bigint[], $11::text[], $12::timestamptz[], $13::text[]) as step (place, rule, at, audience)
        on step.place = due.place),
linked as (
    update task t set deadline_id = made.id, alarm_at = null from made where t.id = made.task)
select coalesce(jsonb_agg(id order by id), '[]') from made;
