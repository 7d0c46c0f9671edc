-- reminder_look: for each of the channels $1, in their order, when its first reminder may be tried (business time) of those that are planned
-- or were left "sending"; null when there is none. By the index of what is due, one entry a channel; whether a robot is free is not asked.
select (select min(r.try_at) from reminder r where r.channel = asked.name and r.state in ('planned', 'sending'))
  from unnest($1::text[]) with ordinality as asked (name, n)
 order by asked.n;
