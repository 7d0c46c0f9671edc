-- notification_whose: the contract of notification $1, the person it is for (row and name), and the penalty that it tells of (null: of
-- something else). No row: there is no such notification.
select r.contract_id, n.person_id, p.name, case when r.object_kind = 'penalty' then r.object_id end
  from mlps.notification n
  join mlps.reminder r on r.id = n.reminder_id
  join mlps.person p on p.id = n.person_id
 where n.id = $1::bigint;
