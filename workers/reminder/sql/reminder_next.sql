-- reminder_next: when the next reminder of channel $1 may be tried (business time), null when none is planned: by index, of a
-- robot not before it is free. Those being sent by another worker are left out: the slow poll looks whether it died.
select least(
    (select min(try_at) from reminder where channel = $1::text and state = 'planned' and channel_id is null),
    (select min(greatest(first.at, rc.free_at))
       from reminder_channel rc
       join lateral (select min(try_at) as at from reminder
                      where channel_id = rc.id and state = 'planned') as first on first.at is not null
      where rc.channel = $1::text));
