-- forecast_past: what came up in contract row $1 up to day $2 without being planned, counted: rates are reckoned from it.
-- `incidents`: by what they were, the case each made (`type` null: none) and how many clocks it had; `first_incident`: the
-- day of the first, days since 1970, null without any. `clocks`: limits of incidents that are over, and those missed.
-- `assessed`: initial assessments, and those that found something; `rechecks`: re-checks, and those that failed.
-- `risks`: findings by risk.
with one as (
    select i.id, i.family, i.grade, i.level, c.type, c.attributes,
           (i.occurred_at at time zone k.zone)::date as on_day,
           (select count(*) from mlps.deadline d
             where d.subject_kind = 'incident' and d.subject_id = i.id and d.contract_id = i.contract_id
               and d.state <> 'void') as clocks
      from mlps.incident i
      join mlps.contract k on k.id = i.contract_id
      left join mlps.penalty_case c on c.contract_id = i.contract_id and c.code = i.code and c.incident = i.code
                                   and c.breach_id is null and c.voided_at is null
     where i.contract_id = $1::bigint and (i.occurred_at at time zone k.zone)::date <= $2::date),
judged as (
    select a.kind, a.passed,
           exists (select from mlps.finding f where f.cycle_id = a.cycle_id and f.round = a.round) as found
      from mlps.assessment a
      join mlps.cycle y on y.id = a.cycle_id
      join mlps.system s on s.id = y.system_id
     where s.contract_id = $1::bigint and a.assessed_on <= $2::date)
select json_build_object(
    'incidents', (select coalesce(json_agg(json_build_object(
                             'family', g.family, 'grade', g.grade, 'level', g.level, 'type', g.type, 'facts', g.attributes,
                             'clocks', g.clocks, 'count', g.count)
                             order by g.family collate "C", g.grade collate "C", g.level collate "C", g.clocks, g.type collate "C",
                                      g.attributes::text collate "C"), '[]'::json)
                    from (select family, grade, level, type, attributes, clocks, count(*) as count
                            from one group by family, grade, level, type, attributes, clocks) as g),
    'first_incident', (select min(on_day) - date '1970-01-01' from one),
    'clocks', (select json_build_object('of', count(*), 'count', count(*) filter (where d.state <> 'met'))
                 from mlps.deadline d
                where d.contract_id = $1::bigint and d.kind = 'sla' and d.party = 'vendor'
                  and (d.state in ('met', 'late') or d.state = 'breached' and d.due_on < $2::date)),
    'assessed', (select json_build_object('of', count(*), 'count', count(*) filter (where found))
                   from judged where kind = 'initial'),
    'rechecks', (select json_build_object('of', count(*), 'count', count(*) filter (where not passed))
                   from judged where kind = 'recheck'),
    'risks', (select coalesce(json_agg(json_build_object('risk', r.risk, 'count', r.count) order by r.risk collate "C"), '[]'::json)
                from (select f.risk, count(*) as count
                        from mlps.finding f
                        join mlps.cycle y on y.id = f.cycle_id
                        join mlps.system s on s.id = y.system_id
                       where s.contract_id = $1::bigint and f.found_on <= $2::date
                       group by f.risk) as r));
