-- What a clinic's lead confirms in writing, version by version: the acceptance of decision hints, the clinic's
-- own safety questions, how doses are drawn and checked; and the second person's check of a dose.
-- Append-only like every fact; see 0001.

-- Who accepted decision hints or withdrew it, with the very text they read.
CREATE TABLE hints_acceptance (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    text_version TEXT NOT NULL,
    text TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, version),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
) STRICT;

-- The clinic's own safety questions, a JSON list; an empty list: the neutral headings again.
CREATE TABLE safety_wording (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    questions TEXT NOT NULL,
    name TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, version),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
) STRICT;

-- What a millilitre of the clinic's vials and bags contains, a JSON list by route, and whether a second person
-- confirms every dose.
CREATE TABLE dosing_setting (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    concentrations TEXT NOT NULL,
    second_check INTEGER NOT NULL,
    reason TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, version),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
) STRICT;

-- A dose of a day as a second person has worked it out and confirmed it.
CREATE TABLE dose_check (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    date TEXT NOT NULL,
    route TEXT NOT NULL,
    dose_unit TEXT NOT NULL,
    dose_amount REAL NOT NULL,
    dose_hours REAL,
    weight_kg REAL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
) STRICT;
CREATE INDEX dose_check_course ON dose_check (clinic_id, course_id, date);

-- Answers to the clinic's own safety questions, one by one, sealed; none where the headings were asked.
ALTER TABLE screen ADD COLUMN own_answers BLOB;

-- Facts are never changed or deleted.
CREATE TRIGGER hints_acceptance_no_update BEFORE UPDATE ON hints_acceptance
    BEGIN SELECT RAISE(ABORT, 'facts in hints_acceptance are never changed or deleted'); END;
CREATE TRIGGER hints_acceptance_no_delete BEFORE DELETE ON hints_acceptance
    BEGIN SELECT RAISE(ABORT, 'facts in hints_acceptance are never changed or deleted'); END;
CREATE TRIGGER safety_wording_no_update BEFORE UPDATE ON safety_wording
    BEGIN SELECT RAISE(ABORT, 'facts in safety_wording are never changed or deleted'); END;
CREATE TRIGGER safety_wording_no_delete BEFORE DELETE ON safety_wording
    BEGIN SELECT RAISE(ABORT, 'facts in safety_wording are never changed or deleted'); END;
CREATE TRIGGER dosing_setting_no_update BEFORE UPDATE ON dosing_setting
    BEGIN SELECT RAISE(ABORT, 'facts in dosing_setting are never changed or deleted'); END;
CREATE TRIGGER dosing_setting_no_delete BEFORE DELETE ON dosing_setting
    BEGIN SELECT RAISE(ABORT, 'facts in dosing_setting are never changed or deleted'); END;
CREATE TRIGGER dose_check_no_update BEFORE UPDATE ON dose_check
    BEGIN SELECT RAISE(ABORT, 'facts in dose_check are never changed or deleted'); END;
CREATE TRIGGER dose_check_no_delete BEFORE DELETE ON dose_check
    BEGIN SELECT RAISE(ABORT, 'facts in dose_check are never changed or deleted'); END;
