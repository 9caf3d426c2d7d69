-- Sessions while they go on. A sitting is one course on one day; its notes say deed by deed what was done and seen,
-- each at its own instant. Append-only like every fact; see 0001. What somebody wrote is sealed under the patient's key.
CREATE TABLE sitting (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    date TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (clinic_id, course_id, date),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
) STRICT;
CREATE INDEX sitting_day ON sitting (clinic_id, date);
-- Who is planned for a day.
CREATE INDEX plan_date_day ON plan_date (clinic_id, date);

CREATE TABLE sitting_note (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    sitting_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    deed TEXT NOT NULL,
    words BLOB,
    corrects BLOB,
    withdrawn INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (corrects),
    FOREIGN KEY (clinic_id, sitting_id) REFERENCES sitting (clinic_id, id),
    FOREIGN KEY (clinic_id, corrects) REFERENCES sitting_note (clinic_id, id)
) STRICT;
CREATE INDEX sitting_note_sitting ON sitting_note (clinic_id, sitting_id);

-- Chairs, and the limits of readings that the clinic has set, version by version: a JSON object.
CREATE TABLE floor_setting (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, version),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
) STRICT;

-- Counts the commits of a clinic: who watches a live page compares it, in any process. No fact.
CREATE TABLE commit_mark (
    clinic_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (clinic_id),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
) STRICT;

CREATE TRIGGER sitting_no_update BEFORE UPDATE ON sitting
    BEGIN SELECT RAISE(ABORT, 'facts in sitting are never changed or deleted'); END;
CREATE TRIGGER sitting_no_delete BEFORE DELETE ON sitting
    BEGIN SELECT RAISE(ABORT, 'facts in sitting are never changed or deleted'); END;
CREATE TRIGGER sitting_note_no_update BEFORE UPDATE ON sitting_note
    BEGIN SELECT RAISE(ABORT, 'facts in sitting_note are never changed or deleted'); END;
CREATE TRIGGER sitting_note_no_delete BEFORE DELETE ON sitting_note
    BEGIN SELECT RAISE(ABORT, 'facts in sitting_note are never changed or deleted'); END;
CREATE TRIGGER floor_setting_no_update BEFORE UPDATE ON floor_setting
    BEGIN SELECT RAISE(ABORT, 'facts in floor_setting are never changed or deleted'); END;
CREATE TRIGGER floor_setting_no_delete BEFORE DELETE ON floor_setting
    BEGIN SELECT RAISE(ABORT, 'facts in floor_setting are never changed or deleted'); END;
