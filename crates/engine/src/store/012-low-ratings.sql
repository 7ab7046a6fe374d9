-- The newest low ratings of each account, as JSON: ids of conversations, scores and times. No remark of a customer.
ALTER TABLE rating ADD COLUMN newest TEXT;
