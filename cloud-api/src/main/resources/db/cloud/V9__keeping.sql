-- How long things are kept, by whom sessions are used, and how far a door's backlog reaches.

-- The head of the door's log when it greeted with a backlog: once that is applied, notices need not wait any longer.
ALTER TABLE floor ADD COLUMN barrier_seq bigint;

-- What the browser or program called itself at sign-in, so that a person knows which session is which.
ALTER TABLE session ADD COLUMN client text;
CREATE INDEX session_by_person ON session (tenant_id, person_id) WHERE ended_at IS NULL;

-- The trail stays append-only for whoever works with it. This is the one way in which rows leave, and none younger than
-- thirty days leaves by it.
CREATE FUNCTION forget_audit(before timestamptz, most integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
    WITH gone AS (
        DELETE FROM audit WHERE ctid IN (
            SELECT ctid FROM audit WHERE at < least(before, now() - interval '30 days') LIMIT most
        ) RETURNING 1
    ) SELECT count(*)::integer FROM gone
$$;
REVOKE ALL ON FUNCTION forget_audit(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_audit(timestamptz, integer) TO lintel_app;
-- By age, for the job that forgets. Rows come roughly in this order, so a summary of blocks is enough and costs next to
-- nothing to keep.
CREATE INDEX audit_age ON audit USING brin (at) WITH (autosummarize = on);
CREATE INDEX live_event_age ON live_event USING brin (at) WITH (autosummarize = on);
CREATE INDEX feed_age ON feed USING brin (written_at) WITH (autosummarize = on);
CREATE INDEX door_log_age ON door_log USING brin (applied_at) WITH (autosummarize = on);
CREATE INDEX answer_age ON answer USING brin (at) WITH (autosummarize = on);
CREATE INDEX booking_age ON booking USING brin (ends_at) WITH (autosummarize = on);
