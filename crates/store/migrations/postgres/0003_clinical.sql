-- The clinic's own facts about a session, a patient and a course, beyond dose and score. Append-only as in
-- 0001: what changes is a new version or a new row, and triggers refuse the rest.

-- What was seen around a session, version by version: blood pressures and administrations are JSON lists.
CREATE TABLE session_observation (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    session_id UUID NOT NULL,
    version BIGINT NOT NULL,
    blood_pressures TEXT NOT NULL,
    administrations TEXT NOT NULL,
    moaas_last BIGINT,
    observed_minutes BIGINT,
    infusion_end_minute BIGINT,
    tolerance TEXT,
    rems_submitted_on TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (session_id, version),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id),
    FOREIGN KEY (clinic_id, session_id) REFERENCES session (clinic_id, id)
);
CREATE INDEX session_observation_course ON session_observation (clinic_id, course_id);

-- What screening asked a patient, version by version, sealed under the patient's key. A column that is NULL
-- was not asked; an empty list was asked and is none.
CREATE TABLE screening (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    patient_id UUID NOT NULL,
    version BIGINT NOT NULL,
    asked_on TEXT NOT NULL,
    conditions BYTEA,
    medications BYTEA,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (patient_id, version),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
);

-- Events of a course that are neither sessions nor scores: visits, consent, laboratory, certificates. A row
-- that was entered wrongly is withdrawn by a later one.
CREATE TABLE course_event (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    date TEXT NOT NULL,
    kind TEXT NOT NULL,
    note BYTEA,
    corrects UUID,
    withdrawn BOOLEAN NOT NULL,
    reason BYTEA,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (corrects),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id),
    FOREIGN KEY (clinic_id, corrects) REFERENCES course_event (clinic_id, id)
);
CREATE INDEX course_event_course ON course_event (clinic_id, course_id, date);
CREATE INDEX course_event_kind ON course_event (clinic_id, kind);

-- Another protocol, route or ladder inside a course, from a day on, with the reason. The course's own row
-- holds what it was opened with.
CREATE TABLE course_protocol (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    version BIGINT NOT NULL,
    protocol_id TEXT NOT NULL,
    protocol_revision TEXT NOT NULL,
    ladder_id TEXT,
    weekdays TEXT NOT NULL,
    from_on TEXT NOT NULL,
    reason BYTEA,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (course_id, version),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
);

-- A planned session put on another day, with the reason.
CREATE TABLE planned_move (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    session_number BIGINT NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT NOT NULL,
    reason BYTEA,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
);
CREATE INDEX planned_move_course ON planned_move (clinic_id, course_id);

-- Facts are never changed or deleted.
CREATE TRIGGER session_observation_no_change BEFORE UPDATE OR DELETE ON session_observation
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER session_observation_no_truncate BEFORE TRUNCATE ON session_observation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER screening_no_change BEFORE UPDATE OR DELETE ON screening
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER screening_no_truncate BEFORE TRUNCATE ON screening
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER course_event_no_change BEFORE UPDATE OR DELETE ON course_event
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER course_event_no_truncate BEFORE TRUNCATE ON course_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER course_protocol_no_change BEFORE UPDATE OR DELETE ON course_protocol
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER course_protocol_no_truncate BEFORE TRUNCATE ON course_protocol
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER planned_move_no_change BEFORE UPDATE OR DELETE ON planned_move
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER planned_move_no_truncate BEFORE TRUNCATE ON planned_move
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
