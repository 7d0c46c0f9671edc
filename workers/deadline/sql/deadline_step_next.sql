-- deadline_step_next: microseconds until the next planned step comes due, 0 or less when it is due, null when nothing is
-- planned: as the database counts the time, whatever the worker's clock says. Reads the first entry of the partial index
-- deadline_step_due_idx, however many deadlines there are.
select (extract(epoch from min(at)) * 1000000)::bigint - (extract(epoch from business_now()) * 1000000)::bigint
  from deadline_step where state = 'planned';
