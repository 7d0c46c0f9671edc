-- forecast_cases: at most $2 facts of contract row $1 that penalties are judged by, in order of their codes: cases that people
-- recorded, and missed deadlines whose breach stands (`type` null: the pack says what such a `kind` is), as the penalty
-- worker reads them. A case that was voided, or that a person recorded in a breach's place, does away with the breach.
select coalesce(json_agg(json_build_object(
           'code', f.code, 'type', f.type, 'kind', f.kind, 'on', f.on_day, 'incident', f.incident, 'facts', f.facts)
           order by f.code collate "C"), '[]'::json)
  from (select c.code, c.type, null as kind, c.occurred_on - date '1970-01-01' as on_day, c.incident,
               c.attributes as facts
          from mlps.penalty_case c
         where c.contract_id = $1::bigint and c.voided_at is null and c.breach_id is null
        union all
        select 'D/' || d.code, null, d.kind, d.due_on + 1 - date '1970-01-01', null,
               jsonb_strip_nulls(jsonb_build_object('severity', f.risk))
          from mlps.deadline d
          join mlps.breach b on b.deadline_id = d.id and b.due_version = d.due_version
          left join mlps.finding f on d.subject_kind = 'finding' and f.id = d.subject_id
         where d.contract_id = $1::bigint and d.state in ('breached', 'late')
           and not exists (
               select from mlps.penalty_case c
                where c.contract_id = d.contract_id
                  and (c.breach_id = b.id and c.voided_at is not null
                       or c.code = 'D/' || d.code and c.breach_id is null))
         limit $2::bigint) as f;
