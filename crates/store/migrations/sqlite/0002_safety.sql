-- Safety: the screen for suicidal thoughts, the signs asked at check-ins, alerts with all that was done
-- about them, and what a clinic sets for its safety (who watches when, whom to call, how long to wait).
-- Append-only like every fact; see 0001.

-- Screens for suicidal thoughts and behaviour. Answers and note are sealed under the patient's key.
CREATE TABLE screen (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    date TEXT NOT NULL,
    instrument TEXT NOT NULL,
    wording TEXT NOT NULL,
    answers BLOB NOT NULL,
    note BLOB,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
) STRICT;
CREATE INDEX screen_course ON screen (clinic_id, course_id, date);

-- Signs between sessions as they were asked for: yes, or asked and no. Not asked leaves no row.
CREATE TABLE sign (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    date TEXT NOT NULL,
    sign TEXT NOT NULL,
    present INTEGER NOT NULL,
    source TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
) STRICT;
CREATE INDEX sign_course ON sign (clinic_id, course_id, date);

-- A safety finding that waits for a person. Its id is the finding's; it is open until a step ends it.
CREATE TABLE alert (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    level TEXT NOT NULL,
    date TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    FOREIGN KEY (clinic_id, id) REFERENCES finding (clinic_id, id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
) STRICT;
CREATE INDEX alert_course ON alert (clinic_id, course_id);

-- What was done about an alert: taken on, acknowledged, escalated, closed. step_key: what may be there once.
CREATE TABLE alert_step (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    alert_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    step_key TEXT NOT NULL,
    names TEXT,
    action TEXT,
    words BLOB,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (alert_id, step_key),
    FOREIGN KEY (clinic_id, alert_id) REFERENCES alert (clinic_id, id)
) STRICT;

-- What a clinic has confirmed for its safety, version by version. None: nothing is confirmed yet.
CREATE TABLE safety_setting (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    emergency_number TEXT NOT NULL,
    hours TEXT NOT NULL,
    on_call_name TEXT,
    on_call_phone TEXT,
    escalate_after_minutes INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, version),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
) STRICT;

-- Findings that were open before there were alerts go on waiting for a person.
INSERT INTO alert (id, clinic_id, course_id, level, date, recorded_at, recorded_by, recorded_by_name)
    SELECT f.id, f.clinic_id, f.course_id, f.state, f.date, f.recorded_at, f.recorded_by, f.recorded_by_name
    FROM finding f JOIN course_state st ON st.course_id = f.course_id
    WHERE f.kind = 'safety' AND f.state <> 'none' AND st.status <> 'ended'
    AND st.version = (SELECT MAX(sv.version) FROM course_state sv WHERE sv.course_id = f.course_id)
    AND NOT EXISTS (SELECT 1 FROM finding g WHERE g.course_id = f.course_id AND g.kind = 'safety' AND g.id > f.id);

-- Facts are never changed or deleted.
CREATE TRIGGER screen_no_update BEFORE UPDATE ON screen
    BEGIN SELECT RAISE(ABORT, 'facts in screen are never changed or deleted'); END;
CREATE TRIGGER screen_no_delete BEFORE DELETE ON screen
    BEGIN SELECT RAISE(ABORT, 'facts in screen are never changed or deleted'); END;
CREATE TRIGGER sign_no_update BEFORE UPDATE ON sign
    BEGIN SELECT RAISE(ABORT, 'facts in sign are never changed or deleted'); END;
CREATE TRIGGER sign_no_delete BEFORE DELETE ON sign
    BEGIN SELECT RAISE(ABORT, 'facts in sign are never changed or deleted'); END;
CREATE TRIGGER alert_no_update BEFORE UPDATE ON alert
    BEGIN SELECT RAISE(ABORT, 'facts in alert are never changed or deleted'); END;
CREATE TRIGGER alert_no_delete BEFORE DELETE ON alert
    BEGIN SELECT RAISE(ABORT, 'facts in alert are never changed or deleted'); END;
CREATE TRIGGER alert_step_no_update BEFORE UPDATE ON alert_step
    BEGIN SELECT RAISE(ABORT, 'facts in alert_step are never changed or deleted'); END;
CREATE TRIGGER alert_step_no_delete BEFORE DELETE ON alert_step
    BEGIN SELECT RAISE(ABORT, 'facts in alert_step are never changed or deleted'); END;
CREATE TRIGGER safety_setting_no_update BEFORE UPDATE ON safety_setting
    BEGIN SELECT RAISE(ABORT, 'facts in safety_setting are never changed or deleted'); END;
CREATE TRIGGER safety_setting_no_delete BEFORE DELETE ON safety_setting
    BEGIN SELECT RAISE(ABORT, 'facts in safety_setting are never changed or deleted'); END;
