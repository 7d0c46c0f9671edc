-- feed_find: the feed whose token has the hash $1, and what its calendar begins with: row, contract row, code, title, owner's
-- name (null: the contract itself), whether it is one person's, time zone, business day there, team whose systems it shows
-- (null: all), person whose tasks it shows (null: nobody's), when pack and calendar of the contract were loaded. No row when
-- there is none, when it was revoked, or when its person has left.
select f.id, c.id, c.code, c.title, coalesce(p.name, t.name), p.id is not null, c.zone,
       (mlps.business_now() at time zone c.zone)::date, coalesce(f.team_id, p.team_id), p.id,
       greatest(k.loaded_at, v.loaded_at)
  from mlps.calendar_feed f
  join mlps.contract c on c.id = f.contract_id
  join mlps.pack k on k.id = c.pack_id
  join mlps.calendar_version v on v.id = c.calendar_id
  left join mlps.team t on t.id = f.team_id
  left join mlps.person p on p.id = f.person_id
 where f.token_hash = $1::text and f.revoked_at is null and (f.person_id is null or p.active);
