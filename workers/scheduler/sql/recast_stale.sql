-- recast_stale: at most $3 deadlines of phases, findings, incidents and tasks of contract $1 whose day was last ruled by an older
-- calendar than $2: a list of {deadline, cycle, incident, task}, null for what it does not belong to. Reads the beginning of
-- deadline_calendar_idx, so it costs nothing when no calendar has come. Void ones are among them: they too are to be done with.
-- But for those of tasks that are over: their day was their slot's, nothing is left to be told of it, and a year may have thousands.
-- They are confirmed here, all at once.
with settled as (
    update deadline
       set calendar_id = $2::bigint
     where contract_id = $1::bigint and calendar_id < $2::bigint and kind = 'task' and state in ('met', 'late', 'void')),
stale as (
    select d.id, d.subject_kind, d.subject_id
      from deadline d
     where d.contract_id = $1::bigint and d.calendar_id < $2::bigint
       and d.kind in ('phase', 'finding', 'sla', 'task')
       and not (d.kind = 'task' and d.state in ('met', 'late', 'void'))
     order by d.calendar_id, d.id
     limit $3::bigint)
select coalesce(jsonb_agg(jsonb_build_object(
           'deadline', stale.id, 'cycle', coalesce(p.cycle_id, f.cycle_id), 'incident', i.id, 'task', t.id)), '[]')
  from stale
  left join phase p on stale.subject_kind = 'phase' and p.id = stale.subject_id
  left join finding f on stale.subject_kind = 'finding' and f.id = stale.subject_id
  left join incident i on stale.subject_kind = 'incident' and i.id = stale.subject_id
  left join task t on stale.subject_kind = 'task' and t.id = stale.subject_id;
