-- The list that is gone through before a patient leaves: a JSON object of yes and no. NULL: nobody opened it;
-- a line that is not in it was not looked at.
ALTER TABLE session_observation ADD COLUMN discharge TEXT;
