-- The list shows this figure of every account: it is read from here, and not from between nine others of each.
CREATE INDEX figure_open ON figure (account_id, count) WHERE name = 'conversations_open';
