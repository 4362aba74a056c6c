-- What the daemon's user may do, table by table: no DDL, and the audit
-- rows can only be added and read. :user stands for the quoted account.
GRANT SELECT ON divisions TO :user;
GRANT SELECT, INSERT, UPDATE, DELETE ON organisations TO :user;
GRANT SELECT, INSERT, UPDATE, DELETE ON accounts TO :user;
GRANT SELECT, INSERT, UPDATE, DELETE ON grants TO :user;
GRANT SELECT, INSERT, UPDATE ON preferences TO :user;
GRANT SELECT, INSERT, UPDATE, DELETE ON login_tries TO :user;
GRANT SELECT, INSERT, UPDATE, DELETE ON captchas TO :user;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO :user;
GRANT SELECT, INSERT, UPDATE, DELETE ON orders TO :user;
GRANT SELECT, INSERT ON data_keys TO :user;
GRANT SELECT, INSERT ON order_versions TO :user;
GRANT SELECT, INSERT ON order_version_files TO :user;
GRANT SELECT, INSERT ON order_events TO :user;
GRANT SELECT, INSERT, UPDATE, DELETE ON order_levels TO :user;
GRANT SELECT, INSERT, UPDATE, DELETE ON order_counts TO :user;
GRANT SELECT, INSERT, UPDATE ON name_parts TO :user;
GRANT SELECT ON calendar_days TO :user;
GRANT SELECT, INSERT, UPDATE, DELETE ON serials TO :user;
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO :user;
GRANT SELECT, INSERT, UPDATE, DELETE ON blobs TO :user;
GRANT SELECT, INSERT, UPDATE ON heavy_files TO :user;
GRANT SELECT, INSERT, UPDATE, DELETE ON files TO :user;
GRANT SELECT, INSERT, UPDATE, DELETE ON exports TO :user;
GRANT SELECT, INSERT, UPDATE ON rates TO :user;
GRANT SELECT, INSERT, UPDATE, DELETE ON review_switches TO :user;
GRANT SELECT, INSERT ON order_reads TO :user;
GRANT SELECT, INSERT ON audit_rows TO :user;
