-- Places on the chairs: on a session day of a course, at which chair and from which minute of the day. The newest version of
-- a course and day counts; one without a chair gives the place up. Append-only like every fact; see 0001. Lengths are
-- kept with the place: it stays as long as it was booked when the clinic changes its own.
CREATE TABLE booking (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    date TEXT NOT NULL,
    version BIGINT NOT NULL,
    chair TEXT,
    start_minute BIGINT NOT NULL,
    preparation_minutes BIGINT NOT NULL,
    dose_minutes BIGINT NOT NULL,
    recovery_minutes BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, course_id, date, version),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
);
CREATE INDEX booking_day ON booking (clinic_id, date);

-- Opening hours, closed days, nurses and lengths of a clinic's calendar, version by version: a JSON object.
CREATE TABLE calendar_setting (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, version),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
);

CREATE TRIGGER booking_no_change BEFORE UPDATE OR DELETE ON booking
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER booking_no_truncate BEFORE TRUNCATE ON booking
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER calendar_setting_no_change BEFORE UPDATE OR DELETE ON calendar_setting
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER calendar_setting_no_truncate BEFORE TRUNCATE ON calendar_setting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
