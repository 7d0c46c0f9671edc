-- penalty_rows: a page of penalties as {"items":[...],"next":cursor or null}, in order of id.
-- Filters, null for any: $1 penalty, $2 contract code, $3 state. $4 the id after which the page begins, $5 rows at
-- most, $6 whether proof, decisions and notices go with them.
with page as (
    select p.id, row_number() over (order by p.id) as n, json_build_object(
               'id', p.id, 'contract', k.code, 'case', c.code, 'type', c.type, 'on', c.occurred_on, 'title', c.title,
               'incident', c.incident, 'system', s.id, 'serial', s.serial, 'clause', p.clause,
               'revision', p.revision, 'deduct_fen', p.deduct_fen, 'assessed_fen', coalesce(p.assessed_fen, p.deduct_fen),
               'reverses', p.reverses, 'counted', p.counted, 'threshold', p.threshold,
               'measures', p.measures, 'state', p.state, 'proposed_at', instant_text(p.proposed_at, k.zone),
               'pack', a.name, 'pack_version', a.version, 'version', p.version,
               'proof', case when $6::boolean then p.proof end,
               'decisions', case when $6 then (
                   select coalesce(json_agg(json_build_object(
                              'move', d.move, 'on', d.decided_on, 'by', w.name, 'role', w.role, 'note', d.note,
                              'data', d.data, 'recorded_at', instant_text(d.recorded_at, k.zone)) order by d.id), '[]'::json)
                     from decision d join person w on w.id = d.person_id
                    where d.subject_kind = 'penalty' and d.subject_id = p.id) end,
               'notices', case when $6 then (
                   select coalesce(json_agg(json_build_object(
                              'receipt', n.notification_id, 'person', w.name, 'channel', n.channel,
                              'sent_at', instant_text(n.sent_at, k.zone), 'read_at', instant_text(n.read_at, k.zone),
                              'on_behalf', n.read_on_behalf, 'fact', (select f.id from fact f where f.receipt_id = n.notification_id))
                              order by n.reminder_id), '[]'::json)
                     from penalty_notice n join person w on w.id = n.person_id
                    where n.penalty_id = p.id) end) as item
      from penalty p
      join penalty_case c on c.id = p.case_id
      join contract k on k.id = p.contract_id
      join pack a on a.id = p.pack_id
      left join system s on s.id = c.system_id
     where ($1::bigint is null or p.id = $1)
       and ($2::text is null or k.code = $2)
       and ($3::text is null or p.state = $3)
       and p.id > $4::bigint
     order by p.id
     limit $5::bigint + 1)
select json_build_object(
           'items', coalesce(json_agg(item order by n) filter (where n <= $5), '[]'::json),
           'next', case when count(*) > $5 then (max(id) filter (where n = $5))::text end)
  from page;
