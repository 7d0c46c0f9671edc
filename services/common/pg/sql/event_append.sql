-- event_append: the events $1, a JSON list of {contract (absent: of none), kind, subject_kind, subject_id, data (absent: {})}, in their
-- order, numbered so too. One JSON list of them as published.
with given as (
    select e ->> 'contract' as contract, e ->> 'kind' as kind, e ->> 'subject_kind' as subject_kind,
           (e ->> 'subject_id')::bigint as subject_id, coalesce(e -> 'data', '{}') as data
      from jsonb_array_elements($1::jsonb) with ordinality as list (e, n)
     order by n),
kept as (
    insert into mlps.event (contract, kind, subject_kind, subject_id, data)
    select contract, kind, subject_kind, subject_id, data from given
    returning seq, at, kind, contract, subject_kind, subject_id, actor, data)
select coalesce(jsonb_agg(jsonb_build_object(
           'seq', seq, 'at', mlps.instant_text(at, 'Asia/Shanghai'), 'kind', kind, 'contract', contract,
           'subject_kind', subject_kind, 'subject_id', subject_id, 'actor', actor, 'data', data) order by seq), '[]')
  from kept
