-- What the team made of the taxonomy, as JSON; no row while it is the one that ships.
CREATE TABLE p_taxonomy(id INTEGER PRIMARY KEY CHECK(id = 1), taxonomy TEXT NOT NULL);
