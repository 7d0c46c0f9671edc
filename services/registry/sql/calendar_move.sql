-- calendar_move: contracts that count by a version of calendar $1's code count by version $1 from now on; not by one that lacks a
-- year of theirs. Their work is bumped, in order of contract, so that the scheduler rules again. A list of {id, code, was}.
with at as materialized (
    select c.id, c.code, o.version as was
      from mlps.contract c
      join mlps.calendar_version o on o.id = c.calendar_id
      join mlps.calendar_version n on n.id = $1::bigint and n.code = o.code and n.id <> o.id
     where c.state = 'active'
       and not exists (select extract(year from d.day) from mlps.calendar_day d where d.calendar_id = o.id
                       except
                       select extract(year from d.day) from mlps.calendar_day d where d.calendar_id = n.id)
     order by c.id
       for no key update of c),
moved as (
    update mlps.contract c set calendar_id = $1::bigint, version = c.version + 1 from at where c.id = at.id),
work as materialized (
    select w.contract_id from mlps.contract_work w join at on at.id = w.contract_id order by w.contract_id for update of w),
bumped as (
    update mlps.contract_work w set facts = w.facts + 1 from work where w.contract_id = work.contract_id)
select coalesce(jsonb_agg(jsonb_build_object('id', id, 'code', code, 'was', was) order by id), '[]') from at;
