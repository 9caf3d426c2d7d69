-- What a clinic's lead confirms in writing, version by version: the acceptance of decision hints, the clinic's
-- own safety questions, how doses are drawn and checked; and the second person's check of a dose.
-- Append-only like every fact; see 0001.

-- Who accepted decision hints or withdrew it, with the very text they read.
CREATE TABLE hints_acceptance (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    version BIGINT NOT NULL,
    accepted BOOLEAN NOT NULL,
    text_version TEXT NOT NULL,
    text TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, version),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
);

-- The clinic's own safety questions, a JSON list; an empty list: the neutral headings again.
CREATE TABLE safety_wording (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    version BIGINT NOT NULL,
    questions TEXT NOT NULL,
    name TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, version),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
);

-- What a millilitre of the clinic's vials and bags contains, a JSON list by route, and whether a second person
-- confirms every dose.
CREATE TABLE dosing_setting (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    version BIGINT NOT NULL,
    concentrations TEXT NOT NULL,
    second_check BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, version),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
);

-- A dose of a day as a second person has worked it out and confirmed it.
CREATE TABLE dose_check (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    date TEXT NOT NULL,
    route TEXT NOT NULL,
    dose_unit TEXT NOT NULL,
    dose_amount DOUBLE PRECISION NOT NULL,
    dose_hours DOUBLE PRECISION,
    weight_kg DOUBLE PRECISION,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
);
CREATE INDEX dose_check_course ON dose_check (clinic_id, course_id, date);

-- Answers to the clinic's own safety questions, one by one, sealed; none where the headings were asked.
ALTER TABLE screen ADD COLUMN own_answers BYTEA;

-- Facts are never changed or deleted.
CREATE TRIGGER hints_acceptance_no_change BEFORE UPDATE OR DELETE ON hints_acceptance
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER hints_acceptance_no_truncate BEFORE TRUNCATE ON hints_acceptance
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER safety_wording_no_change BEFORE UPDATE OR DELETE ON safety_wording
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER safety_wording_no_truncate BEFORE TRUNCATE ON safety_wording
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dosing_setting_no_change BEFORE UPDATE OR DELETE ON dosing_setting
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dosing_setting_no_truncate BEFORE TRUNCATE ON dosing_setting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dose_check_no_change BEFORE UPDATE OR DELETE ON dose_check
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dose_check_no_truncate BEFORE TRUNCATE ON dose_check
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
