-- Therapy and daily life: what is kept beside the sessions. No rule but D38 and D39 (was there a visit?) and no forecast
-- reads any of it. Append-only like every fact; see 0001.

-- Visits of preparation and integration. What was written (themes, alliance, the note for the team) is one sealed JSON object.
-- first_id names the first version: a correction keeps it, so that what hangs on the visit stays with it.
CREATE TABLE therapy_visit (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    first_id UUID NOT NULL,
    kind TEXT NOT NULL,
    date TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    held_by TEXT NOT NULL,
    body BYTEA NOT NULL,
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
    FOREIGN KEY (clinic_id, first_id) REFERENCES therapy_visit (clinic_id, id),
    FOREIGN KEY (clinic_id, corrects) REFERENCES therapy_visit (clinic_id, id)
);
CREATE INDEX therapy_visit_course ON therapy_visit (clinic_id, course_id, date);

-- Notes on a visit that only their author reads: every statement that reads them asks for the author.
CREATE TABLE own_note (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    visit_id UUID NOT NULL,
    author UUID NOT NULL,
    words BYTEA NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id),
    FOREIGN KEY (clinic_id, visit_id) REFERENCES therapy_visit (clinic_id, id),
    FOREIGN KEY (clinic_id, author) REFERENCES account (clinic_id, id)
);
CREATE INDEX own_note_author ON own_note (clinic_id, author, course_id);

-- Small facts of daily life, by the patient or by staff; what they say is sealed. A goal's later states name its first entry.
CREATE TABLE life_entry (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    patient_id UUID NOT NULL,
    date TEXT NOT NULL,
    kind TEXT NOT NULL,
    body BYTEA NOT NULL,
    goal_id UUID,
    by_patient BOOLEAN NOT NULL,
    corrects UUID,
    withdrawn BOOLEAN NOT NULL,
    reason BYTEA,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (corrects),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    FOREIGN KEY (clinic_id, goal_id) REFERENCES life_entry (clinic_id, id),
    FOREIGN KEY (clinic_id, corrects) REFERENCES life_entry (clinic_id, id)
);
CREATE INDEX life_entry_patient ON life_entry (clinic_id, patient_id, date);
-- Who was treated lately.
CREATE INDEX session_recent ON session (clinic_id, date);

CREATE TRIGGER therapy_visit_no_change BEFORE UPDATE OR DELETE ON therapy_visit
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER therapy_visit_no_truncate BEFORE TRUNCATE ON therapy_visit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER own_note_no_change BEFORE UPDATE OR DELETE ON own_note
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER own_note_no_truncate BEFORE TRUNCATE ON own_note
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER life_entry_no_change BEFORE UPDATE OR DELETE ON life_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER life_entry_no_truncate BEFORE TRUNCATE ON life_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
