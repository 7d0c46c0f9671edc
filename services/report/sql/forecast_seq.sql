-- forecast_seq: the newest event that this snapshot sees, as on the cover of a workbook; 0 without any. It names what was
-- read and is no place to resume from: an older number may become final later (event_list.sql).
select coalesce(max(seq), 0) from mlps.event;
