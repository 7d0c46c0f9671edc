-- feed_find: the feed whose token has the hash $1, and what its calendar begins with: row, contract row, code, title, owner's
-- name (null: the contract itself), whether it is one person's, time zone, business day there, team whose systems it shows
-- (null: all), person whose tasks it shows (null: nobody's), when pack and calendar of the contract were loaded; and a mark that differs
-- whenever any of this does, or anything has happened in the contract. No row when there is none, when it was revoked, or when its
-- person has left.
-- Of the events the mark has the last final one and how many follow that are not final yet. What commits later than another look has a higher
-- transaction than the last final one then: it is either the last final one now or makes one more that are not. What no calendar shows
-- does not count.
with found as (
    select f.id, c.id as contract_id, c.code, c.title, coalesce(p.name, t.name) as owner, p.id is not null as personal, c.zone,
           (mlps.business_now() at time zone c.zone)::date as today, coalesce(f.team_id, p.team_id) as team_id, p.id as person_id,
           greatest(k.loaded_at, v.loaded_at) as ruled_at, mlps.event_horizon() as horizon
      from mlps.calendar_feed f
      join mlps.contract c on c.id = f.contract_id
      join mlps.pack k on k.id = c.pack_id
      join mlps.calendar_version v on v.id = c.calendar_id
      left join mlps.team t on t.id = f.team_id
      left join mlps.person p on p.id = f.person_id
     where f.token_hash = $1::text and f.revoked_at is null and (f.person_id is null or p.active))
select id, contract_id, code, title, owner, personal, zone, today, team_id, person_id, ruled_at,
       encode(sha256(convert_to(json_build_array(
           code, title, owner, personal, zone, today, team_id, person_id, extract(epoch from ruled_at),
           (select json_build_array(e.xid, e.seq) from mlps.event e
             where e.contract = code and e.xid < horizon and e.subject_kind not in ('calendar_feed', 'export', 'notification')
             order by e.xid desc, e.seq desc limit 1),
           (select count(*) from mlps.event e
             where e.contract = code and e.xid >= horizon and e.subject_kind not in ('calendar_feed', 'export', 'notification'))
       )::text, 'UTF8')), 'hex')
  from found;
