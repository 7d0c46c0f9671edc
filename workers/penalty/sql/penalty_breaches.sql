-- penalty_breaches: the breaches of contract $1 that count (of a deadline's current version, while it is breached or
-- was closed late) of deadlines of the kinds $2, as a JSON list in order of their codes. `code` is the case's: made of the
-- deadline's, so that it is the same however often and in whatever order breaches are found. `on` is the first day
-- too late (days since 1970), `facts` what a condition may ask of the case.
select coalesce(jsonb_agg(jsonb_build_object(
           'breach', b.id, 'kind', d.kind, 'system', d.system_id, 'title', d.title,
           'code', 'D/' || case when length(d.code) <= 78 then d.code else left(d.code, 40) || '~' || md5(d.code) end,
           'on', d.due_on + 1 - date '1970-01-01',
           'facts', jsonb_strip_nulls(jsonb_build_object('severity', f.risk)))
           order by d.code collate "C"), '[]')
  from deadline d
  join breach b on b.deadline_id = d.id and b.due_version = d.due_version
  left join finding f on d.subject_kind = 'finding' and f.id = d.subject_id
 where d.contract_id = $1::bigint and d.kind = any ($2::text[]) and d.state in ('breached', 'late');
