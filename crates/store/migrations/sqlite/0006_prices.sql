-- What one session costs in this clinic, version by version: a JSON object of whole minor units (cents) by route
-- or protocol, in one currency. Append-only like every fact; see 0001.
CREATE TABLE price_setting (
    id BLOB NOT NULL,
    clinic_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    currency TEXT NOT NULL,
    prices TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, version),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
) STRICT;

CREATE TRIGGER price_setting_no_update BEFORE UPDATE ON price_setting
    BEGIN SELECT RAISE(ABORT, 'facts in price_setting are never changed or deleted'); END;
CREATE TRIGGER price_setting_no_delete BEFORE DELETE ON price_setting
    BEGIN SELECT RAISE(ABORT, 'facts in price_setting are never changed or deleted'); END;
