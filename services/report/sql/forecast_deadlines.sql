-- forecast_deadlines: at most $3 unmet deadlines of the vendor in contract row $1 that are none of a phase, by code. Days
-- are numbers since 1970. `missed`: its breach stands. What is paused is not due before today ($2). `document`: a
-- deliverable is due by it. `facts` is what a condition may ask of a case of it (as in penalty_breaches).
with page as (
    select d.*, c.zone from mlps.deadline d
      join mlps.contract c on c.id = d.contract_id
     where d.contract_id = $1::bigint and d.party = 'vendor' and d.kind <> 'phase'
       and d.state in ('open', 'paused', 'breached')
     order by d.code collate "C" limit $3::bigint)
select coalesce(json_agg(json_build_object(
           'id', page.id, 'code', page.code, 'case', 'D/' || page.code, 'kind', page.kind, 'clause', page.clause,
           'title', page.title, 'serial', s.serial,
           'from', (page.started_at at time zone page.zone)::date - date '1970-01-01',
           'due', case when page.state = 'paused' then greatest(page.due_on, $2::date)
                       else page.due_on end - date '1970-01-01',
           'provisional', page.provisional,
           'missed', page.state = 'breached' and exists (
               select from mlps.breach b where b.deadline_id = page.id and b.due_version = page.due_version),
           'document', exists (select from mlps.deliverable v where v.deadline_id = page.id),
           'facts', jsonb_strip_nulls(jsonb_build_object('severity', f.risk)))
           order by page.code collate "C"), '[]'::json)
  from page
  left join mlps.system s on s.id = page.system_id
  left join mlps.finding f on page.subject_kind = 'finding' and f.id = page.subject_id;
