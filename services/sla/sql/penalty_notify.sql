-- penalty_notify: plan the notice of penalty $1: one row, how many reminders.
select penalty_notice_plan($1::bigint);
