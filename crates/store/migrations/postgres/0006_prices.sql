-- What one session costs in this clinic, version by version: a JSON object of whole minor units (cents) by route
-- or protocol, in one currency. Append-only like every fact; see 0001.
CREATE TABLE price_setting (
    id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    version BIGINT NOT NULL,
    currency TEXT NOT NULL,
    prices TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    recorded_by_name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (clinic_id, version),
    FOREIGN KEY (clinic_id) REFERENCES clinic (clinic_id)
);

CREATE TRIGGER price_setting_no_change BEFORE UPDATE OR DELETE ON price_setting
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER price_setting_no_truncate BEFORE TRUNCATE ON price_setting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
