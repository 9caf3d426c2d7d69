-- Therapy and daily life: what is kept beside the sessions. No rule but D38 and D39 (was there a visit?) and no forecast
-- reads any of it. Append-only like every fact; see 0001.

-- Visits of preparation and integration. What was written (themes, alliance, the note for the team) is one sealed JSON object.
-- first_id names the first version: a correction keeps it, so that what hangs on the visit stays with it.
CREATE TABLE therapy_visit (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    first_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    date TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    held_by TEXT NOT NULL,
    body BLOB NOT NULL,
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
    FOREIGN KEY (clinic_id, first_id) REFERENCES therapy_visit (clinic_id, id),
    FOREIGN KEY (clinic_id, corrects) REFERENCES therapy_visit (clinic_id, id)
) STRICT;
CREATE INDEX therapy_visit_course ON therapy_visit (clinic_id, course_id, date);

-- Notes on a visit that only their author reads: every statement that reads them asks for the author.
CREATE TABLE own_note (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    visit_id BLOB NOT NULL,
    author BLOB NOT NULL,
    words BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id),
    FOREIGN KEY (clinic_id, visit_id) REFERENCES therapy_visit (clinic_id, id),
    FOREIGN KEY (clinic_id, author) REFERENCES account (clinic_id, id)
) STRICT;
CREATE INDEX own_note_author ON own_note (clinic_id, author, course_id);

-- Small facts of daily life, by the patient or by staff; what they say is sealed. A goal's later states name its first entry.
CREATE TABLE life_entry (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    patient_id BLOB NOT NULL,
    date TEXT NOT NULL,
    kind TEXT NOT NULL,
    body BLOB NOT NULL,
    goal_id BLOB,
    by_patient INTEGER NOT NULL,
    corrects BLOB,
    withdrawn INTEGER NOT NULL,
    reason BLOB,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (corrects),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    FOREIGN KEY (clinic_id, goal_id) REFERENCES life_entry (clinic_id, id),
    FOREIGN KEY (clinic_id, corrects) REFERENCES life_entry (clinic_id, id)
) STRICT;
CREATE INDEX life_entry_patient ON life_entry (clinic_id, patient_id, date);
-- Who was treated lately.
CREATE INDEX session_recent ON session (clinic_id, date);

CREATE TRIGGER therapy_visit_no_update BEFORE UPDATE ON therapy_visit
    BEGIN SELECT RAISE(ABORT, 'facts in therapy_visit are never changed or deleted'); END;
CREATE TRIGGER therapy_visit_no_delete BEFORE DELETE ON therapy_visit
    BEGIN SELECT RAISE(ABORT, 'facts in therapy_visit are never changed or deleted'); END;
CREATE TRIGGER own_note_no_update BEFORE UPDATE ON own_note
    BEGIN SELECT RAISE(ABORT, 'facts in own_note are never changed or deleted'); END;
CREATE TRIGGER own_note_no_delete BEFORE DELETE ON own_note
    BEGIN SELECT RAISE(ABORT, 'facts in own_note are never changed or deleted'); END;
CREATE TRIGGER life_entry_no_update BEFORE UPDATE ON life_entry
    BEGIN SELECT RAISE(ABORT, 'facts in life_entry are never changed or deleted'); END;
CREATE TRIGGER life_entry_no_delete BEFORE DELETE ON life_entry
    BEGIN SELECT RAISE(ABORT, 'facts in life_entry are never changed or deleted'); END;
