-- work_pending: what is due at the business instant and not done, of contract $1 or (null) of all: {pending, parts}. Jobs
-- count when their time has come or a try of them failed; those of a contract are its exports. Mail is not
-- counted: it waits for a server outside.
with wanted as (select c.id from mlps.contract c where $1::text is null or c.code = $1::text),
parts as (
    select (select count(*) from mlps.contract_work w join wanted on wanted.id = w.contract_id
             where w.scheduled < w.facts or w.schedule_at <= mlps.business_now()) as schedule,
           (select count(*) from mlps.contract_work w join wanted on wanted.id = w.contract_id
             where w.assessed < w.facts) as assess,
           (select count(*) from mlps.deadline_step s join mlps.deadline d on d.id = s.deadline_id
              join wanted on wanted.id = d.contract_id
             where s.state = 'planned' and s.at <= mlps.business_now()) as steps,
           (select count(*) from mlps.reminder r join wanted on wanted.id = r.contract_id
             where r.channel = 'app' and r.state in ('planned', 'sending') and r.try_at <= mlps.business_now()) as reminders,
           (select count(*) from mlps.job j
             where (j.ready or j.attempt > 0)
               and ($1::text is null or exists (
                       select from mlps.export x join wanted on wanted.id = x.contract_id
                        where j.payload ->> 'export_id' = x.id::text))) as jobs,
           (select count(*) from mlps.export x join wanted on wanted.id = x.contract_id
             where x.state in ('queued', 'running')) as exports)
select json_build_object('pending', schedule + assess + steps + reminders + jobs + exports, 'parts', to_json(parts))
  from parts;
