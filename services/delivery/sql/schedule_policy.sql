-- schedule_policy: schedule $1 catches up by $2 from now on, with a window of $3 days. One row: its contract's code, clause and title, and
-- the policy it had. No row: there is none.
with was as (
    select s.id, s.catch_up, s.window_days from schedule s where s.id = $1::bigint for no key update),
changed as (
    update schedule s set catch_up = $2::text, window_days = $3::integer from was where s.id = was.id
 returning s.id, s.contract_id, s.clause, s.title)
select k.code, c.clause, c.title, was.catch_up, was.window_days
  from changed c
  join was on was.id = c.id
  join contract k on k.id = c.contract_id;
