-- reminder_policy: what bears on when reminder $1 may go, at $2: one JSON object of the contract's quiet hours (minutes of
-- the day; the defaults stand here), its calendar's days from the day before to forty after (numbers since
-- 1970), the person's hour for a digest, and of the storm cap: matters of this kind waiting for the same person or robot,
-- messages of this kind sent to it in the window, and when the first of those went.
with asked as (
    select r.*, c.calendar_id, c.zone, split_part(r.rule, '_', 1) as kind, coalesce(p.quiet_from, 1260) as quiet_from,
           coalesce(p.quiet_to, 480) as quiet_to, coalesce(p.rest_days, true) as rest_days,
           coalesce(p.storm_max, 20) as storm_max, coalesce(p.storm_window_s, 600) as storm_window_s
      from reminder r
      join contract c on c.id = r.contract_id
      left join reminder_policy p on p.contract_id = r.contract_id
     where r.id = $1::bigint),
days as (
    select coalesce(jsonb_agg(day - date '1970-01-01') filter (where y.kind = 'holiday'), '[]') as holidays,
           coalesce(jsonb_agg(day - date '1970-01-01') filter (where y.kind = 'makeup'), '[]') as makeups
      from calendar_day y join asked a on a.calendar_id = y.calendar_id
     where y.day between ($2::timestamptz at time zone a.zone)::date - 1 and ($2::timestamptz at time zone a.zone)::date + 40),
waiting as (
    select count(distinct (r.object_kind, r.object_id, r.rule, r.due_version)) as matters
      from asked a
      join reminder r on r.channel = a.channel and r.state = 'planned' and r.message_id is null
                     and r.try_at <= $2::timestamptz and split_part(r.rule, '_', 1) = a.kind
                     and r.channel_id is not distinct from a.channel_id
                     and (a.channel_id is not null or r.person_id = a.person_id)),
told as (
    select count(distinct r.message_id) as messages, min(r.sent_at) as since
      from asked a
      join reminder r on r.channel = a.channel and r.state = 'sent' and split_part(r.rule, '_', 1) = a.kind
                     and r.channel_id is not distinct from a.channel_id
                     and (a.channel_id is not null or r.person_id = a.person_id)
                     and r.sent_at <= $2::timestamptz
                     and r.sent_at > $2::timestamptz - make_interval(secs => a.storm_window_s))
select jsonb_build_object(
           'quiet_from', a.quiet_from, 'quiet_to', a.quiet_to, 'rest_days', a.rest_days,
           'holidays', days.holidays, 'makeups', days.makeups, 'digest_at', h.digest_at,
           'storm_max', a.storm_max, 'storm_window_s', a.storm_window_s,
           'waiting', waiting.matters, 'told', told.messages,
           'told_since', (extract(epoch from told.since) * 1000000)::bigint)
  from asked a
 cross join days cross join waiting cross join told
  left join reminder_habit h on h.person_id = a.person_id and a.channel_id is null;
