-- Foundations. Facts are append-only: triggers refuse to change or delete them; a correction is a
-- new row. Instants are microseconds since 1970-01-01 UTC; calendar days are ISO texts in the
-- clinic's zone (clinic_detail.zone). Columns that hold a person's words or details are sealed
-- under that person's key (data_key). Both folders of migrations end in the same tables, columns
-- and nullability; a test compares them.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'facts in % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'EK001';
END $$;

-- The whole place: a check value that tells the right key from a wrong one.
CREATE TABLE instance (
    id BIGINT NOT NULL,
    key_check BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id)
);

-- Clinics. What may change about a clinic is in clinic_detail.
CREATE TABLE clinic (
    clinic_id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (clinic_id)
);

-- Name, country, zone and crisis line of a clinic, version by version.
CREATE TABLE clinic_detail (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    zone TEXT NOT NULL,
    crisis_text TEXT,
    crisis_number TEXT,
    hints_accepted BOOLEAN NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, version),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
);

-- The end of each clinic's audit chain; its row lock puts commits in order.
CREATE TABLE audit_head (
    clinic_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (clinic_id),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
);

-- Who saw or did what, when, from where, with what result; each line holds the hash of the line before.
CREATE TABLE audit (
    clinic_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor_id UUID,
    actor_name TEXT NOT NULL,
    actor_role TEXT NOT NULL,
    actor_from TEXT,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id UUID,
    result TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (clinic_id, seq),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
);
CREATE INDEX audit_subject ON audit (clinic_id, subject_id);

-- Keys of requests already done, with their outcome.
CREATE TABLE idempotency (
    clinic_id UUID NOT NULL,
    actor TEXT NOT NULL,
    request_key TEXT NOT NULL,
    outcome TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (clinic_id, actor, request_key),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

-- Patients. Their personal details are in patient_detail.
CREATE TABLE patient (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    source TEXT NOT NULL,
    source_key TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (clinic_id, source_key),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
);

-- One key per patient, wrapped by the field key; NULL once the patient is erased.
CREATE TABLE data_key (
    patient_id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    wrapped BYTEA,
    created_at BIGINT NOT NULL,
    erased_at BIGINT,
    PRIMARY KEY (patient_id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
);

-- Personal details, sealed under the patient's key, version by version.
CREATE TABLE patient_detail (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    patient_id UUID NOT NULL,
    version BIGINT NOT NULL,
    name BYTEA NOT NULL,
    birth_date BYTEA,
    phone BYTEA,
    record_number BYTEA,
    reason BYTEA,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (patient_id, version),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
);

-- Blind search index: keyed hashes of the beginnings of names, and of record numbers.
CREATE TABLE patient_token (
    clinic_id UUID NOT NULL,
    token BYTEA NOT NULL,
    patient_id UUID NOT NULL,
    PRIMARY KEY (clinic_id, token, patient_id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
);
CREATE INDEX patient_token_patient ON patient_token (patient_id);

-- People who sign in: staff and patients.
CREATE TABLE account (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    sign_in_name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    patient_id UUID,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (clinic_id, sign_in_name),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
);

-- Password hash and one-time-code secret; the newest version is in force.
CREATE TABLE account_credential (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    account_id UUID NOT NULL,
    version BIGINT NOT NULL,
    password_hash TEXT NOT NULL,
    totp_secret BYTEA,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (account_id, version),
    FOREIGN KEY (clinic_id, account_id) REFERENCES account (clinic_id, id)
);

-- One-time-code steps already used, so that a code works once.
CREATE TABLE totp_use (
    clinic_id UUID NOT NULL,
    account_id UUID NOT NULL,
    step BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, step),
    FOREIGN KEY (clinic_id, account_id) REFERENCES account (clinic_id, id)
);

-- Sign-in attempts, for the limit on wrong passwords.
CREATE TABLE sign_in_attempt (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    sign_in_name TEXT NOT NULL,
    came_from TEXT,
    succeeded BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
);
CREATE INDEX sign_in_attempt_name ON sign_in_attempt (clinic_id, sign_in_name, at);

-- Signed-in browsers: only the hash of the token is kept.
CREATE TABLE login_session (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    account_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY (clinic_id, account_id) REFERENCES account (clinic_id, id)
);

-- One-time links that let a person set a password.
CREATE TABLE setup_link (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    role TEXT NOT NULL,
    account_id UUID,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id),
    FOREIGN KEY (clinic_id, account_id) REFERENCES account (clinic_id, id)
);

-- Courses of treatment.
CREATE TABLE course (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    patient_id UUID NOT NULL,
    condition TEXT NOT NULL,
    protocol_id TEXT NOT NULL,
    protocol_revision TEXT NOT NULL,
    ladder_id TEXT,
    primary_instrument TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    start_on TEXT NOT NULL,
    weekdays TEXT NOT NULL,
    closed_dates TEXT NOT NULL,
    prescriber_id UUID,
    prescriber_name TEXT NOT NULL,
    note BYTEA,
    previous_course UUID,
    source_key TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (clinic_id, source_key),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    FOREIGN KEY (clinic_id, prescriber_id) REFERENCES account (clinic_id, id),
    FOREIGN KEY (clinic_id, previous_course) REFERENCES course (clinic_id, id)
);
CREATE INDEX course_patient ON course (clinic_id, patient_id);

-- Active, paused, ended: version by version.
CREATE TABLE course_state (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    version BIGINT NOT NULL,
    status TEXT NOT NULL,
    on_date TEXT NOT NULL,
    reason BYTEA,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (course_id, version),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
);

-- The planned sessions of a course with their reasons, version by version.
CREATE TABLE plan (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (course_id, version),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
);

-- The dates of a plan that are still to come, for lists.
CREATE TABLE plan_date (
    clinic_id UUID NOT NULL,
    plan_id UUID NOT NULL,
    date TEXT NOT NULL,
    PRIMARY KEY (plan_id, date),
    FOREIGN KEY (clinic_id, plan_id) REFERENCES plan (clinic_id, id)
);

-- Sessions given, missed or cancelled. A correction is a new row that points at the old one.
CREATE TABLE session (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    date TEXT NOT NULL,
    status TEXT NOT NULL,
    route TEXT NOT NULL,
    dose_unit TEXT,
    dose_amount DOUBLE PRECISION,
    dose_hours DOUBLE PRECISION,
    weight_kg DOUBLE PRECISION,
    supervised_by TEXT,
    note BYTEA,
    corrects UUID,
    withdrawn BOOLEAN NOT NULL,
    reason BYTEA,
    source_key TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (corrects),
    UNIQUE (clinic_id, source_key),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id),
    FOREIGN KEY (clinic_id, corrects) REFERENCES session (clinic_id, id)
);
CREATE INDEX session_course ON session (clinic_id, course_id, date);

-- Scores. A correction is a new row that points at the old one.
CREATE TABLE measurement (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    date TEXT NOT NULL,
    instrument TEXT NOT NULL,
    score DOUBLE PRECISION,
    items TEXT,
    after_session BOOLEAN NOT NULL,
    recall_days BIGINT,
    form TEXT,
    source TEXT NOT NULL,
    corrects UUID,
    withdrawn BOOLEAN NOT NULL,
    reason BYTEA,
    source_key TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (corrects),
    UNIQUE (clinic_id, source_key),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id),
    FOREIGN KEY (clinic_id, corrects) REFERENCES measurement (clinic_id, id)
);
CREATE INDEX measurement_course ON measurement (clinic_id, course_id, instrument, date);

-- What a rule found, as it was shown, with the revision, overlay and engine that found it.
CREATE TABLE finding (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    rule TEXT NOT NULL,
    revision TEXT NOT NULL,
    overlay_digest TEXT,
    engine_version TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    date TEXT NOT NULL,
    instrument TEXT,
    body TEXT NOT NULL,
    cause_kind TEXT,
    cause_id UUID,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
);
CREATE INDEX finding_course ON finding (clinic_id, course_id, date);

-- What a clinician decided on a finding, with what was shown.
CREATE TABLE decision (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    finding_id UUID NOT NULL,
    version BIGINT NOT NULL,
    choice TEXT NOT NULL,
    chosen TEXT,
    chosen_values TEXT,
    reason BYTEA,
    shown TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (finding_id, version),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id),
    FOREIGN KEY (clinic_id, finding_id) REFERENCES finding (clinic_id, id)
);
CREATE INDEX decision_course ON decision (clinic_id, course_id);

-- Forecasts as they were made; later scored, never changed.
CREATE TABLE forecast (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    label TEXT NOT NULL,
    as_of TEXT NOT NULL,
    inputs_digest TEXT NOT NULL,
    model_version TEXT NOT NULL,
    prior_sha256 TEXT NOT NULL,
    seed BIGINT NOT NULL,
    answer TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
);
CREATE INDEX forecast_course ON forecast (clinic_id, course_id, label);

-- Slow work, written in the transaction of its cause.
CREATE TABLE job (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_after BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    state TEXT NOT NULL,
    taken_at BIGINT,
    taken_by TEXT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id),
    CHECK (state IN ('waiting', 'running', 'done', 'dead'))
);
CREATE INDEX job_due ON job (state, run_after);

-- Imports, with their reports.
CREATE TABLE import_batch (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    dataset TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    map_sha256 TEXT NOT NULL,
    report TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
);

-- Facts are never changed or deleted.
CREATE TRIGGER clinic_no_change BEFORE UPDATE OR DELETE ON clinic
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER clinic_no_truncate BEFORE TRUNCATE ON clinic
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER clinic_detail_no_change BEFORE UPDATE OR DELETE ON clinic_detail
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER clinic_detail_no_truncate BEFORE TRUNCATE ON clinic_detail
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER patient_no_change BEFORE UPDATE OR DELETE ON patient
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER patient_no_truncate BEFORE TRUNCATE ON patient
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER patient_detail_no_change BEFORE UPDATE OR DELETE ON patient_detail
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER patient_detail_no_truncate BEFORE TRUNCATE ON patient_detail
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_no_change BEFORE UPDATE OR DELETE ON account
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_no_truncate BEFORE TRUNCATE ON account
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_credential_no_change BEFORE UPDATE OR DELETE ON account_credential
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_credential_no_truncate BEFORE TRUNCATE ON account_credential
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER course_no_change BEFORE UPDATE OR DELETE ON course
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER course_no_truncate BEFORE TRUNCATE ON course
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER course_state_no_change BEFORE UPDATE OR DELETE ON course_state
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER course_state_no_truncate BEFORE TRUNCATE ON course_state
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER plan_no_change BEFORE UPDATE OR DELETE ON plan
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER plan_no_truncate BEFORE TRUNCATE ON plan
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER plan_date_no_change BEFORE UPDATE OR DELETE ON plan_date
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER plan_date_no_truncate BEFORE TRUNCATE ON plan_date
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER session_no_change BEFORE UPDATE OR DELETE ON session
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER session_no_truncate BEFORE TRUNCATE ON session
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER measurement_no_change BEFORE UPDATE OR DELETE ON measurement
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER measurement_no_truncate BEFORE TRUNCATE ON measurement
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER finding_no_change BEFORE UPDATE OR DELETE ON finding
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER finding_no_truncate BEFORE TRUNCATE ON finding
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decision_no_change BEFORE UPDATE OR DELETE ON decision
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decision_no_truncate BEFORE TRUNCATE ON decision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER forecast_no_change BEFORE UPDATE OR DELETE ON forecast
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER forecast_no_truncate BEFORE TRUNCATE ON forecast
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER import_batch_no_change BEFORE UPDATE OR DELETE ON import_batch
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER import_batch_no_truncate BEFORE TRUNCATE ON import_batch
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
