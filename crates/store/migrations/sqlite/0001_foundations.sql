-- Foundations. Facts are append-only: triggers refuse to change or delete them; a correction is a
-- new row. Instants are microseconds since 1970-01-01 UTC; calendar days are ISO texts in the
-- clinic's zone (clinic_detail.zone). Columns that hold a person's words or details are sealed
-- under that person's key (data_key). Both folders of migrations end in the same tables, columns
-- and nullability; a test compares them.

-- The whole place: a check value that tells the right key from a wrong one.
CREATE TABLE instance (
    id INTEGER NOT NULL,
    key_check BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT;

-- Clinics. What may change about a clinic is in clinic_detail.
CREATE TABLE clinic (
    clinic_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (clinic_id)
) STRICT;

-- Name, country, zone and crisis line of a clinic, version by version.
CREATE TABLE clinic_detail (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    zone TEXT NOT NULL,
    crisis_text TEXT,
    crisis_number TEXT,
    hints_accepted INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, version),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
) STRICT;

-- The end of each clinic's audit chain; its row lock puts commits in order.
CREATE TABLE audit_head (
    clinic_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (clinic_id),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
) STRICT;

-- Who saw or did what, when, from where, with what result; each line holds the hash of the line before.
CREATE TABLE audit (
    clinic_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor_id BLOB,
    actor_name TEXT NOT NULL,
    actor_role TEXT NOT NULL,
    actor_from TEXT,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB,
    result TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (clinic_id, seq),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
) STRICT;
CREATE INDEX audit_subject ON audit (clinic_id, subject_id);

-- Keys of requests already done, with their outcome.
CREATE TABLE idempotency (
    clinic_id BLOB NOT NULL,
    actor TEXT NOT NULL,
    request_key TEXT NOT NULL,
    outcome TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (clinic_id, actor, request_key),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
) STRICT;
CREATE INDEX idempotency_age ON idempotency (created_at);

-- Patients. Their personal details are in patient_detail.
CREATE TABLE patient (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    source TEXT NOT NULL,
    source_key TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (clinic_id, source_key),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
) STRICT;

-- One key per patient, wrapped by the field key; NULL once the patient is erased.
CREATE TABLE data_key (
    patient_id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    wrapped BLOB,
    created_at INTEGER NOT NULL,
    erased_at INTEGER,
    PRIMARY KEY (patient_id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
) STRICT;

-- Personal details, sealed under the patient's key, version by version.
CREATE TABLE patient_detail (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    patient_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    name BLOB NOT NULL,
    birth_date BLOB,
    phone BLOB,
    record_number BLOB,
    reason BLOB,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (patient_id, version),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
) STRICT;

-- Blind search index: keyed hashes of the beginnings of names, and of record numbers.
CREATE TABLE patient_token (
    clinic_id BLOB NOT NULL,
    token BLOB NOT NULL,
    patient_id BLOB NOT NULL,
    PRIMARY KEY (clinic_id, token, patient_id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
) STRICT;
CREATE INDEX patient_token_patient ON patient_token (patient_id);

-- People who sign in: staff and patients.
CREATE TABLE account (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    sign_in_name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    patient_id BLOB,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (clinic_id, sign_in_name),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
) STRICT;

-- Password hash and one-time-code secret; the newest version is in force.
CREATE TABLE account_credential (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    password_hash TEXT NOT NULL,
    totp_secret BLOB,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (account_id, version),
    FOREIGN KEY (clinic_id, account_id) REFERENCES account (clinic_id, id)
) STRICT;

-- One-time-code steps already used, so that a code works once.
CREATE TABLE totp_use (
    clinic_id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    step INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, step),
    FOREIGN KEY (clinic_id, account_id) REFERENCES account (clinic_id, id)
) STRICT;

-- Sign-in attempts, for the limit on wrong passwords.
CREATE TABLE sign_in_attempt (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    sign_in_name TEXT NOT NULL,
    came_from TEXT,
    succeeded INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
) STRICT;
CREATE INDEX sign_in_attempt_name ON sign_in_attempt (clinic_id, sign_in_name, at);

-- Signed-in browsers: only the hash of the token is kept.
CREATE TABLE login_session (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    token_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY (clinic_id, account_id) REFERENCES account (clinic_id, id)
) STRICT;

-- One-time links that let a person set a password.
CREATE TABLE setup_link (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    token_hash BLOB NOT NULL,
    role TEXT NOT NULL,
    account_id BLOB,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id),
    FOREIGN KEY (clinic_id, account_id) REFERENCES account (clinic_id, id)
) STRICT;

-- Courses of treatment.
CREATE TABLE course (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    patient_id BLOB NOT NULL,
    condition TEXT NOT NULL,
    protocol_id TEXT NOT NULL,
    protocol_revision TEXT NOT NULL,
    ladder_id TEXT,
    primary_instrument TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    start_on TEXT NOT NULL,
    weekdays TEXT NOT NULL,
    closed_dates TEXT NOT NULL,
    prescriber_id BLOB,
    prescriber_name TEXT NOT NULL,
    note BLOB,
    previous_course BLOB,
    source_key TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (clinic_id, source_key),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    FOREIGN KEY (clinic_id, prescriber_id) REFERENCES account (clinic_id, id),
    FOREIGN KEY (clinic_id, previous_course) REFERENCES course (clinic_id, id)
) STRICT;
CREATE INDEX course_patient ON course (clinic_id, patient_id);

-- Active, paused, ended: version by version.
CREATE TABLE course_state (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    status TEXT NOT NULL,
    on_date TEXT NOT NULL,
    reason BLOB,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (course_id, version),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
) STRICT;

-- The planned sessions of a course with their reasons, version by version.
CREATE TABLE plan (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (course_id, version),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
) STRICT;

-- The dates of a plan that are still to come, for lists.
CREATE TABLE plan_date (
    clinic_id BLOB NOT NULL,
    plan_id BLOB NOT NULL,
    date TEXT NOT NULL,
    PRIMARY KEY (plan_id, date),
    FOREIGN KEY (clinic_id, plan_id) REFERENCES plan (clinic_id, id)
) STRICT;

-- Sessions given, missed or cancelled. A correction is a new row that points at the old one.
CREATE TABLE session (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    date TEXT NOT NULL,
    status TEXT NOT NULL,
    route TEXT NOT NULL,
    dose_unit TEXT,
    dose_amount REAL,
    dose_hours REAL,
    weight_kg REAL,
    supervised_by TEXT,
    note BLOB,
    corrects BLOB,
    withdrawn INTEGER NOT NULL,
    reason BLOB,
    source_key TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (corrects),
    UNIQUE (clinic_id, source_key),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id),
    FOREIGN KEY (clinic_id, corrects) REFERENCES session (clinic_id, id)
) STRICT;
CREATE INDEX session_course ON session (clinic_id, course_id, date);

-- Scores. A correction is a new row that points at the old one.
CREATE TABLE measurement (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    date TEXT NOT NULL,
    instrument TEXT NOT NULL,
    score REAL,
    items TEXT,
    after_session INTEGER NOT NULL,
    recall_days INTEGER,
    form TEXT,
    source TEXT NOT NULL,
    corrects BLOB,
    withdrawn INTEGER NOT NULL,
    reason BLOB,
    source_key TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    UNIQUE (corrects),
    UNIQUE (clinic_id, source_key),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id),
    FOREIGN KEY (clinic_id, corrects) REFERENCES measurement (clinic_id, id)
) STRICT;
CREATE INDEX measurement_course ON measurement (clinic_id, course_id, instrument, date);

-- What a rule found, as it was shown, with the revision, overlay and engine that found it.
CREATE TABLE finding (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
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
    cause_id BLOB,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
) STRICT;
CREATE INDEX finding_course ON finding (clinic_id, course_id, date);

-- What a clinician decided on a finding, with what was shown.
CREATE TABLE decision (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    finding_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    choice TEXT NOT NULL,
    chosen TEXT,
    chosen_values TEXT,
    reason BLOB,
    shown TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (finding_id, version),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id),
    FOREIGN KEY (clinic_id, finding_id) REFERENCES finding (clinic_id, id)
) STRICT;
CREATE INDEX decision_course ON decision (clinic_id, course_id);

-- Forecasts as they were made; later scored, never changed.
CREATE TABLE forecast (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    label TEXT NOT NULL,
    as_of TEXT NOT NULL,
    inputs_digest TEXT NOT NULL,
    model_version TEXT NOT NULL,
    prior_sha256 TEXT NOT NULL,
    seed INTEGER NOT NULL,
    answer TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
) STRICT;
CREATE INDEX forecast_course ON forecast (clinic_id, course_id, label);

-- Slow work, written in the transaction of its cause.
CREATE TABLE job (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_after INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    state TEXT NOT NULL,
    taken_at INTEGER,
    taken_by TEXT,
    last_error TEXT,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id),
    CHECK (state IN ('waiting', 'running', 'done', 'dead'))
) STRICT;
CREATE INDEX job_due ON job (state, run_after);

-- Imports, with their reports.
CREATE TABLE import_batch (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    dataset TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    map_sha256 TEXT NOT NULL,
    report TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
) STRICT;

-- Facts are never changed or deleted.
CREATE TRIGGER clinic_no_update BEFORE UPDATE ON clinic
    BEGIN SELECT RAISE(ABORT, 'facts in clinic are never changed or deleted'); END;
CREATE TRIGGER clinic_no_delete BEFORE DELETE ON clinic
    BEGIN SELECT RAISE(ABORT, 'facts in clinic are never changed or deleted'); END;
CREATE TRIGGER clinic_detail_no_update BEFORE UPDATE ON clinic_detail
    BEGIN SELECT RAISE(ABORT, 'facts in clinic_detail are never changed or deleted'); END;
CREATE TRIGGER clinic_detail_no_delete BEFORE DELETE ON clinic_detail
    BEGIN SELECT RAISE(ABORT, 'facts in clinic_detail are never changed or deleted'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'facts in audit are never changed or deleted'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'facts in audit are never changed or deleted'); END;
CREATE TRIGGER patient_no_update BEFORE UPDATE ON patient
    BEGIN SELECT RAISE(ABORT, 'facts in patient are never changed or deleted'); END;
CREATE TRIGGER patient_no_delete BEFORE DELETE ON patient
    BEGIN SELECT RAISE(ABORT, 'facts in patient are never changed or deleted'); END;
CREATE TRIGGER patient_detail_no_update BEFORE UPDATE ON patient_detail
    BEGIN SELECT RAISE(ABORT, 'facts in patient_detail are never changed or deleted'); END;
CREATE TRIGGER patient_detail_no_delete BEFORE DELETE ON patient_detail
    BEGIN SELECT RAISE(ABORT, 'facts in patient_detail are never changed or deleted'); END;
CREATE TRIGGER account_no_update BEFORE UPDATE ON account
    BEGIN SELECT RAISE(ABORT, 'facts in account are never changed or deleted'); END;
CREATE TRIGGER account_no_delete BEFORE DELETE ON account
    BEGIN SELECT RAISE(ABORT, 'facts in account are never changed or deleted'); END;
CREATE TRIGGER account_credential_no_update BEFORE UPDATE ON account_credential
    BEGIN SELECT RAISE(ABORT, 'facts in account_credential are never changed or deleted'); END;
CREATE TRIGGER account_credential_no_delete BEFORE DELETE ON account_credential
    BEGIN SELECT RAISE(ABORT, 'facts in account_credential are never changed or deleted'); END;
CREATE TRIGGER course_no_update BEFORE UPDATE ON course
    BEGIN SELECT RAISE(ABORT, 'facts in course are never changed or deleted'); END;
CREATE TRIGGER course_no_delete BEFORE DELETE ON course
    BEGIN SELECT RAISE(ABORT, 'facts in course are never changed or deleted'); END;
CREATE TRIGGER course_state_no_update BEFORE UPDATE ON course_state
    BEGIN SELECT RAISE(ABORT, 'facts in course_state are never changed or deleted'); END;
CREATE TRIGGER course_state_no_delete BEFORE DELETE ON course_state
    BEGIN SELECT RAISE(ABORT, 'facts in course_state are never changed or deleted'); END;
CREATE TRIGGER plan_no_update BEFORE UPDATE ON plan
    BEGIN SELECT RAISE(ABORT, 'facts in plan are never changed or deleted'); END;
CREATE TRIGGER plan_no_delete BEFORE DELETE ON plan
    BEGIN SELECT RAISE(ABORT, 'facts in plan are never changed or deleted'); END;
CREATE TRIGGER plan_date_no_update BEFORE UPDATE ON plan_date
    BEGIN SELECT RAISE(ABORT, 'facts in plan_date are never changed or deleted'); END;
CREATE TRIGGER plan_date_no_delete BEFORE DELETE ON plan_date
    BEGIN SELECT RAISE(ABORT, 'facts in plan_date are never changed or deleted'); END;
CREATE TRIGGER session_no_update BEFORE UPDATE ON session
    BEGIN SELECT RAISE(ABORT, 'facts in session are never changed or deleted'); END;
CREATE TRIGGER session_no_delete BEFORE DELETE ON session
    BEGIN SELECT RAISE(ABORT, 'facts in session are never changed or deleted'); END;
CREATE TRIGGER measurement_no_update BEFORE UPDATE ON measurement
    BEGIN SELECT RAISE(ABORT, 'facts in measurement are never changed or deleted'); END;
CREATE TRIGGER measurement_no_delete BEFORE DELETE ON measurement
    BEGIN SELECT RAISE(ABORT, 'facts in measurement are never changed or deleted'); END;
CREATE TRIGGER finding_no_update BEFORE UPDATE ON finding
    BEGIN SELECT RAISE(ABORT, 'facts in finding are never changed or deleted'); END;
CREATE TRIGGER finding_no_delete BEFORE DELETE ON finding
    BEGIN SELECT RAISE(ABORT, 'facts in finding are never changed or deleted'); END;
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision
    BEGIN SELECT RAISE(ABORT, 'facts in decision are never changed or deleted'); END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision
    BEGIN SELECT RAISE(ABORT, 'facts in decision are never changed or deleted'); END;
CREATE TRIGGER forecast_no_update BEFORE UPDATE ON forecast
    BEGIN SELECT RAISE(ABORT, 'facts in forecast are never changed or deleted'); END;
CREATE TRIGGER forecast_no_delete BEFORE DELETE ON forecast
    BEGIN SELECT RAISE(ABORT, 'facts in forecast are never changed or deleted'); END;
CREATE TRIGGER import_batch_no_update BEFORE UPDATE ON import_batch
    BEGIN SELECT RAISE(ABORT, 'facts in import_batch are never changed or deleted'); END;
CREATE TRIGGER import_batch_no_delete BEFORE DELETE ON import_batch
    BEGIN SELECT RAISE(ABORT, 'facts in import_batch are never changed or deleted'); END;
