-- What waits for a person in lists: courses in maintenance by what may be lost, what is due, check-ins that nobody has
-- looked at. The first three are no facts: each is worked out anew from the record, after every fact and every day.

-- One row a course. `place` orders the list of boosters: 3 signs without a chance, 2 a chance, 1 neither; NULL: not in
-- maintenance. `rank` orders within a place. The rest is for the screen, as JSON.
CREATE TABLE course_watch (
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    as_of TEXT NOT NULL,
    place INTEGER,
    rank REAL NOT NULL,
    last_session_on TEXT,
    snoozed_until TEXT,
    body TEXT NOT NULL,
    read_at INTEGER NOT NULL,
    PRIMARY KEY (course_id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
) STRICT;
-- Wide enough that ten thousand rows are ordered and counted without reading their bodies.
CREATE INDEX course_watch_rank ON course_watch (clinic_id, place DESC, rank DESC, course_id, snoozed_until);
CREATE INDEX course_watch_last ON course_watch (clinic_id, last_session_on, course_id, place, snoozed_until);
CREATE INDEX course_watch_day ON course_watch (clinic_id, as_of);

-- What is due in a course, as the rules found it on the day of its row in course_watch.
CREATE TABLE course_due (
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    n INTEGER NOT NULL,
    rule TEXT NOT NULL,
    due_on TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (course_id, n),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
) STRICT;
CREATE INDEX course_due_day ON course_due (clinic_id, due_on, course_id, n);

-- The newest check-in of a course on an instrument, until somebody has looked at it. `place`: 3 an answer is needed,
-- 2 worse, 1 as expected; it keeps the most urgent of what nobody has seen.
CREATE TABLE inbox (
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    instrument TEXT NOT NULL,
    measurement_id BLOB NOT NULL,
    date TEXT NOT NULL,
    place INTEGER NOT NULL,
    unseen INTEGER NOT NULL,
    body TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    PRIMARY KEY (course_id, instrument),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id),
    FOREIGN KEY (clinic_id, measurement_id) REFERENCES measurement (clinic_id, id)
) STRICT;
CREATE INDEX inbox_place ON inbox (clinic_id, place DESC, date DESC, course_id);

-- Facts, append-only as in 0001.

-- A course set aside in the list of boosters until a day, with the reason and the signs that were known then. The newest
-- is in force; one that ends on the day it was made takes it back.
CREATE TABLE course_snooze (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    signs TEXT NOT NULL,
    reason BLOB,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
) STRICT;
CREATE INDEX course_snooze_course ON course_snooze (clinic_id, course_id);

-- What somebody did about a check-in, or about one that did not come: looked at it, called, reached nobody.
CREATE TABLE check_in_step (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    course_id BLOB NOT NULL,
    measurement_id BLOB,
    kind TEXT NOT NULL,
    words BLOB,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id),
    FOREIGN KEY (clinic_id, measurement_id) REFERENCES measurement (clinic_id, id)
) STRICT;
CREATE INDEX check_in_step_course ON check_in_step (clinic_id, course_id);

CREATE TRIGGER course_snooze_no_update BEFORE UPDATE ON course_snooze
    BEGIN SELECT RAISE(ABORT, 'facts in course_snooze are never changed or deleted'); END;
CREATE TRIGGER course_snooze_no_delete BEFORE DELETE ON course_snooze
    BEGIN SELECT RAISE(ABORT, 'facts in course_snooze are never changed or deleted'); END;
CREATE TRIGGER check_in_step_no_update BEFORE UPDATE ON check_in_step
    BEGIN SELECT RAISE(ABORT, 'facts in check_in_step are never changed or deleted'); END;
CREATE TRIGGER check_in_step_no_delete BEFORE DELETE ON check_in_step
    BEGIN SELECT RAISE(ABORT, 'facts in check_in_step are never changed or deleted'); END;
