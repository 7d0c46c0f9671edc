-- channel_switch: robot or webhook $1 is on or off ($2). One row when that changed something. What was planned for one that is off is
-- cancelled when its time comes; a new deadline step plans nothing for it.
update mlps.reminder_channel
   set enabled = $2::boolean, version = version + 1
 where id = $1::bigint and enabled <> $2::boolean;
