-- Places on the chairs: on a session day of a course, at which chair and from which minute of the day. The newest version of
-- a course and day counts; one without a chair gives the place up. Append-only like every fact; see 0001. Lengths are
-- kept with the place: it stays as long as it was booked when the clinic changes its own.
CREATE TABLE booking (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    date TEXT NOT NULL,
    version INTEGER NOT NULL,
    chair TEXT,
    start_minute INTEGER NOT NULL,
    preparation_minutes INTEGER NOT NULL,
    dose_minutes INTEGER NOT NULL,
    recovery_minutes INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, course_id, date, version),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
) STRICT;
CREATE INDEX booking_day ON booking (clinic_id, date);

-- Opening hours, closed days, nurses and lengths of a clinic's calendar, version by version: a JSON object.
CREATE TABLE calendar_setting (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, version),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
) STRICT;

CREATE TRIGGER booking_no_update BEFORE UPDATE ON booking
    BEGIN SELECT RAISE(ABORT, 'facts in booking are never changed or deleted'); END;
CREATE TRIGGER booking_no_delete BEFORE DELETE ON booking
    BEGIN SELECT RAISE(ABORT, 'facts in booking are never changed or deleted'); END;
CREATE TRIGGER calendar_setting_no_update BEFORE UPDATE ON calendar_setting
    BEGIN SELECT RAISE(ABORT, 'facts in calendar_setting are never changed or deleted'); END;
CREATE TRIGGER calendar_setting_no_delete BEFORE DELETE ON calendar_setting
    BEGIN SELECT RAISE(ABORT, 'facts in calendar_setting are never changed or deleted'); END;
