-- The only workspace that this app of the person's may connect.
ALTER TABLE registration ADD COLUMN workspace TEXT;
-- The only workspace that this attempt may connect.
ALTER TABLE attempt ADD COLUMN workspace TEXT;
-- The names of workspace and teammate that answered in place of the awaited ones, as JSON.
ALTER TABLE attempt ADD COLUMN answered TEXT;
-- Why the status is not `connected`: a report as JSON, and since when that is so.
ALTER TABLE account ADD COLUMN trouble TEXT;
ALTER TABLE account ADD COLUMN trouble_since INTEGER;
-- It comes from figures that the app may not read, and goes with them.
ALTER TABLE account ADD COLUMN trouble_of_figures INTEGER NOT NULL DEFAULT 0;
-- Whether a person gave the name. Of older accounts nobody knows: a name that is nothing else's is taken for a person's.
ALTER TABLE account ADD COLUMN named INTEGER NOT NULL DEFAULT 0;
UPDATE account SET named = name NOT IN
  (coalesce(workspace_name, ''), coalesce(admin_name, ''), coalesce(registration, ''), 'Intercom account');
-- The choices of a person for this home.
CREATE TABLE preference (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
