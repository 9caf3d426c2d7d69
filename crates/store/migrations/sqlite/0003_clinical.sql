-- The clinic's own facts about a session, a patient and a course, beyond dose and score. Append-only as in
-- 0001: what changes is a new version or a new row, and triggers refuse the rest.

-- What was seen around a session, version by version: blood pressures and administrations are JSON lists.
CREATE TABLE session_observation (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    session_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    blood_pressures TEXT NOT NULL,
    administrations TEXT NOT NULL,
    moaas_last INTEGER,
    observed_minutes INTEGER,
    infusion_end_minute INTEGER,
    tolerance TEXT,
    rems_submitted_on TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (session_id, version),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id),
    FOREIGN KEY (clinic_id, session_id) REFERENCES session (clinic_id, id)
) STRICT;
CREATE INDEX session_observation_course ON session_observation (clinic_id, course_id);

-- What screening asked a patient, version by version, sealed under the patient's key. A column that is NULL
-- was not asked; an empty list was asked and is none.
CREATE TABLE screening (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    patient_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    asked_on TEXT NOT NULL,
    conditions BLOB,
    medications BLOB,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (patient_id, version),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
) STRICT;

-- Events of a course that are neither sessions nor scores: visits, consent, laboratory, certificates. A row
-- that was entered wrongly is withdrawn by a later one.
CREATE TABLE course_event (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    date TEXT NOT NULL,
    kind TEXT NOT NULL,
    note BLOB,
    corrects BLOB,
    withdrawn INTEGER NOT NULL,
    reason BLOB,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (corrects),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id),
    FOREIGN KEY (clinic_id, corrects) REFERENCES course_event (clinic_id, id)
) STRICT;
CREATE INDEX course_event_course ON course_event (clinic_id, course_id, date);
CREATE INDEX course_event_kind ON course_event (clinic_id, kind);

-- Another protocol, route or ladder inside a course, from a day on, with the reason. The course's own row
-- holds what it was opened with.
CREATE TABLE course_protocol (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    protocol_id TEXT NOT NULL,
    protocol_revision TEXT NOT NULL,
    ladder_id TEXT,
    weekdays TEXT NOT NULL,
    from_on TEXT NOT NULL,
    reason BLOB,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (course_id, version),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
) STRICT;

-- A planned session put on another day, with the reason.
CREATE TABLE planned_move (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    session_number INTEGER NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT NOT NULL,
    reason BLOB,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
) STRICT;
CREATE INDEX planned_move_course ON planned_move (clinic_id, course_id);

-- Facts are never changed or deleted.
CREATE TRIGGER session_observation_no_update BEFORE UPDATE ON session_observation
    BEGIN SELECT RAISE(ABORT, 'facts in session_observation are never changed or deleted'); END;
CREATE TRIGGER session_observation_no_delete BEFORE DELETE ON session_observation
    BEGIN SELECT RAISE(ABORT, 'facts in session_observation are never changed or deleted'); END;
CREATE TRIGGER screening_no_update BEFORE UPDATE ON screening
    BEGIN SELECT RAISE(ABORT, 'facts in screening are never changed or deleted'); END;
CREATE TRIGGER screening_no_delete BEFORE DELETE ON screening
    BEGIN SELECT RAISE(ABORT, 'facts in screening are never changed or deleted'); END;
CREATE TRIGGER course_event_no_update BEFORE UPDATE ON course_event
    BEGIN SELECT RAISE(ABORT, 'facts in course_event are never changed or deleted'); END;
CREATE TRIGGER course_event_no_delete BEFORE DELETE ON course_event
    BEGIN SELECT RAISE(ABORT, 'facts in course_event are never changed or deleted'); END;
CREATE TRIGGER course_protocol_no_update BEFORE UPDATE ON course_protocol
    BEGIN SELECT RAISE(ABORT, 'facts in course_protocol are never changed or deleted'); END;
CREATE TRIGGER course_protocol_no_delete BEFORE DELETE ON course_protocol
    BEGIN SELECT RAISE(ABORT, 'facts in course_protocol are never changed or deleted'); END;
CREATE TRIGGER planned_move_no_update BEFORE UPDATE ON planned_move
    BEGIN SELECT RAISE(ABORT, 'facts in planned_move are never changed or deleted'); END;
CREATE TRIGGER planned_move_no_delete BEFORE DELETE ON planned_move
    BEGIN SELECT RAISE(ABORT, 'facts in planned_move are never changed or deleted'); END;
