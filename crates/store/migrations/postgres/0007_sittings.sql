-- Sessions while they go on. A sitting is one course on one day; its notes say deed by deed what was done and seen,
-- each at its own instant. Append-only like every fact; see 0001. What somebody wrote is sealed under the patient's key.
CREATE TABLE sitting (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    date TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (clinic_id, course_id, date),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
);
CREATE INDEX sitting_day ON sitting (clinic_id, date);
-- Who is planned for a day.
CREATE INDEX plan_date_day ON plan_date (clinic_id, date);

CREATE TABLE sitting_note (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    sitting_id UUID NOT NULL,
    at BIGINT NOT NULL,
    deed TEXT NOT NULL,
    words BYTEA,
    corrects UUID,
    withdrawn BOOLEAN NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (corrects),
    FOREIGN KEY (clinic_id, sitting_id) REFERENCES sitting (clinic_id, id),
    FOREIGN KEY (clinic_id, corrects) REFERENCES sitting_note (clinic_id, id)
);
CREATE INDEX sitting_note_sitting ON sitting_note (clinic_id, sitting_id);

-- Chairs, and the limits of readings that the clinic has set, version by version: a JSON object.
CREATE TABLE floor_setting (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, version),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
);

-- Counts the commits of a clinic: who watches a live page compares it, in any process. No fact.
CREATE TABLE commit_mark (
    clinic_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (clinic_id),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
);

CREATE TRIGGER sitting_no_change BEFORE UPDATE OR DELETE ON sitting
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sitting_no_truncate BEFORE TRUNCATE ON sitting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sitting_note_no_change BEFORE UPDATE OR DELETE ON sitting_note
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sitting_note_no_truncate BEFORE TRUNCATE ON sitting_note
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER floor_setting_no_change BEFORE UPDATE OR DELETE ON floor_setting
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER floor_setting_no_truncate BEFORE TRUNCATE ON floor_setting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
