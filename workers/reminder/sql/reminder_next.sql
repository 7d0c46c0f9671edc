-- reminder_next: when the next reminder of channel $1 may be tried (business time), null when none is planned. Those being
-- sent by another worker are left out: the slow poll looks whether it died.
select min(try_at) from reminder where channel = $1::text and state = 'planned';
