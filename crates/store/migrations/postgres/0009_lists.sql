-- What waits for a person in lists: courses in maintenance by what may be lost, what is due, check-ins that nobody has
-- looked at. The first three are no facts: each is worked out anew from the record, after every fact and every day.

-- One row a course. `place` orders the list of boosters: 3 signs without a chance, 2 a chance, 1 neither; NULL: not in
-- maintenance. `rank` orders within a place. The rest is for the screen, as JSON.
CREATE TABLE course_watch (
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    as_of TEXT NOT NULL,
    place BIGINT,
    rank DOUBLE PRECISION NOT NULL,
    last_session_on TEXT,
    snoozed_until TEXT,
    body TEXT NOT NULL,
    read_at BIGINT NOT NULL,
    PRIMARY KEY (course_id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
);
-- Wide enough that ten thousand rows are ordered and counted without reading their bodies.
CREATE INDEX course_watch_rank ON course_watch (clinic_id, place DESC, rank DESC, course_id, snoozed_until);
CREATE INDEX course_watch_last ON course_watch (clinic_id, last_session_on, course_id, place, snoozed_until);
CREATE INDEX course_watch_day ON course_watch (clinic_id, as_of);

-- What is due in a course, as the rules found it on the day of its row in course_watch.
CREATE TABLE course_due (
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    n BIGINT NOT NULL,
    rule TEXT NOT NULL,
    due_on TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (course_id, n),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
);
CREATE INDEX course_due_day ON course_due (clinic_id, due_on, course_id, n);

-- The newest check-in of a course on an instrument, until somebody has looked at it. `place`: 3 an answer is needed,
-- 2 worse, 1 as expected; it keeps the most urgent of what nobody has seen.
CREATE TABLE inbox (
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    instrument TEXT NOT NULL,
    measurement_id UUID NOT NULL,
    date TEXT NOT NULL,
    place BIGINT NOT NULL,
    unseen BIGINT NOT NULL,
    body TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (course_id, instrument),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id),
    FOREIGN KEY (clinic_id, measurement_id) REFERENCES measurement (clinic_id, id)
);
CREATE INDEX inbox_place ON inbox (clinic_id, place DESC, date DESC, course_id);

-- Facts, append-only as in 0001.

-- A course set aside in the list of boosters until a day, with the reason and the signs that were known then. The newest
-- is in force; one that ends on the day it was made takes it back.
CREATE TABLE course_snooze (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    signs TEXT NOT NULL,
    reason BYTEA,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id)
);
CREATE INDEX course_snooze_course ON course_snooze (clinic_id, course_id);

-- What somebody did about a check-in, or about one that did not come: looked at it, called, reached nobody.
CREATE TABLE check_in_step (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    course_id UUID NOT NULL,
    measurement_id UUID,
    kind TEXT NOT NULL,
    words BYTEA,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (clinic_id, course_id) REFERENCES course (clinic_id, id),
    FOREIGN KEY (clinic_id, measurement_id) REFERENCES measurement (clinic_id, id)
);
CREATE INDEX check_in_step_course ON check_in_step (clinic_id, course_id);

CREATE TRIGGER course_snooze_no_change BEFORE UPDATE OR DELETE ON course_snooze
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER course_snooze_no_truncate BEFORE TRUNCATE ON course_snooze
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER check_in_step_no_change BEFORE UPDATE OR DELETE ON check_in_step
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER check_in_step_no_truncate BEFORE TRUNCATE ON check_in_step
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
