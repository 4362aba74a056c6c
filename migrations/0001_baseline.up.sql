-- The whole schema until the first release: resumable, so every statement
-- may run again. Times are UTC; divisions are GB/T 2260 numbers; a level is
-- 1 district, 2 city, 3 province, 4 nation; 0 stands for "none". A key of a name
-- is the name as it is compared and searched (app/name). touched counts who has
-- relied on a row staying as it is: they change it, for what is only locked is
-- not locked for the other writers of a Galera cluster.

CREATE TABLE IF NOT EXISTS divisions (
  code MEDIUMINT UNSIGNED NOT NULL PRIMARY KEY,
  name VARCHAR(60) NOT NULL,
  full_name VARCHAR(120) NOT NULL,
  level TINYINT UNSIGNED NOT NULL,
  parent MEDIUMINT UNSIGNED NOT NULL,
  KEY divisions_parent (parent, code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- desk: where it decides (app/desk), 0 for an institution. sole: 1 where a desk
-- is found by its division, so that there is one; NULL where there are many.
CREATE TABLE IF NOT EXISTS organisations (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind TINYINT UNSIGNED NOT NULL,
  desk TINYINT UNSIGNED NOT NULL,
  sole TINYINT UNSIGNED NULL,
  name VARCHAR(100) NOT NULL,
  name_key VARCHAR(400) NOT NULL,
  division MEDIUMINT UNSIGNED NOT NULL,
  parent_id BIGINT NULL,
  code VARCHAR(12) NULL,
  uscc CHAR(18) NULL,
  phone VARCHAR(30) NULL,
  touched BIGINT UNSIGNED NOT NULL DEFAULT 0,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY organisations_code (code),
  UNIQUE KEY organisations_desk (desk, division, sole),
  KEY organisations_division (division),
  KEY organisations_parent (parent_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- facts: how often something has changed that a worker remembers about the
-- account: itself, its grants, their organisations. Who changes one of them
-- counts in the same transaction (app/account/account.h).
CREATE TABLE IF NOT EXISTS accounts (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(64) NOT NULL,
  kind TINYINT UNSIGNED NOT NULL,
  display_name VARCHAR(60) NOT NULL,
  name_key VARCHAR(400) NOT NULL,
  password_hash VARCHAR(160) NOT NULL,
  must_change_password TINYINT UNSIGNED NOT NULL,
  state TINYINT UNSIGNED NOT NULL,
  closed_reason VARCHAR(200) NULL,
  facts INT UNSIGNED NOT NULL DEFAULT 0,
  touched BIGINT UNSIGNED NOT NULL DEFAULT 0,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY accounts_name (name),
  KEY accounts_state (state)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS grants (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  organisation_id BIGINT NOT NULL,
  role TINYINT UNSIGNED NOT NULL,
  state TINYINT UNSIGNED NOT NULL,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY grants_once (account_id, organisation_id, role),
  KEY grants_role (role, account_id),
  KEY grants_organisation (organisation_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Lists that a bureau may have reviewed, because the level above has said so
-- (USER-3), and by which order: none where it was so from the start.
CREATE TABLE IF NOT EXISTS review_permissions (
  organisation_id BIGINT NOT NULL,
  list SMALLINT UNSIGNED NOT NULL,
  order_id BIGINT NULL,
  granted_at DATETIME(3) NOT NULL,
  PRIMARY KEY (organisation_id, list)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- To whom of its reviewers the bureau has handed that. Who changes it counts the
-- account's facts.
CREATE TABLE IF NOT EXISTS grant_permissions (
  grant_id BIGINT NOT NULL,
  list SMALLINT UNSIGNED NOT NULL,
  PRIMARY KEY (grant_id, list)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What an account keeps for itself: saved filters, columns, phrases.
CREATE TABLE IF NOT EXISTS preferences (
  account_id BIGINT NOT NULL,
  name VARCHAR(40) NOT NULL,
  value MEDIUMTEXT NOT NULL,
  updated_at DATETIME(3) NOT NULL,
  PRIMARY KEY (account_id, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS login_tries (
  name_mac BINARY(32) NOT NULL PRIMARY KEY,
  account_id BIGINT NULL,
  failures INT UNSIGNED NOT NULL,
  locked_until DATETIME(3) NULL,
  updated_at DATETIME(3) NOT NULL,
  KEY login_tries_account (account_id),
  KEY login_tries_age (updated_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS captchas (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  token VARCHAR(32) NULL,
  answer VARCHAR(8) NOT NULL,
  image BLOB NOT NULL,
  spent TINYINT UNSIGNED NOT NULL,
  created_at DATETIME(3) NOT NULL,
  issued_at DATETIME(3) NULL,
  UNIQUE KEY captchas_token (token),
  KEY captchas_issued (issued_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS sessions (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  refresh_digest BINARY(32) NOT NULL,
  previous_digest BINARY(32) NULL,
  previous_until DATETIME(3) NULL,
  file_digest BINARY(32) NOT NULL,
  device VARCHAR(120) NOT NULL,
  address VARCHAR(45) NOT NULL,
  by_app TINYINT UNSIGNED NOT NULL DEFAULT 0,
  created_at DATETIME(3) NOT NULL,
  last_seen_at DATETIME(3) NOT NULL,
  ends_at DATETIME(3) NOT NULL,
  ended_at DATETIME(3) NULL,
  KEY sessions_account (account_id, ended_at),
  KEY sessions_ends (ends_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Who an account stands for (app/person): its operator of record, or itself.
-- What names a person is sealed and found by a keyed digest; one may have several
-- accounts, of which one at most is unified: unified_mac is its id_mac, else NULL.
-- subject: whom the app's backend knows the person as, once one has scanned in.
CREATE TABLE IF NOT EXISTS persons (
  account_id BIGINT NOT NULL PRIMARY KEY,
  id_mac BINARY(32) NULL,
  unified_mac BINARY(32) NULL,
  id_sealed VARCHAR(160) NULL,
  phone_mac BINARY(32) NULL,
  phone_sealed VARCHAR(160) NULL,
  mail_sealed VARCHAR(400) NULL,
  subject VARCHAR(64) NULL,
  updated_at DATETIME(3) NOT NULL,
  UNIQUE KEY persons_unified (unified_mac),
  KEY persons_id (id_mac),
  KEY persons_phone (phone_mac)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Codes to scan (app/qr). state and reason: enum qr_state, qr_reason. Of the
-- browser: the digest of its secret, what it is and where. Of the phone, from the
-- scan on: its app, whom that knows, as what the page shows them, and what it
-- vouches for, sealed. expires_at: by when the next step must be taken.
CREATE TABLE IF NOT EXISTS qr_codes (
  id VARCHAR(24) NOT NULL PRIMARY KEY,
  secret_digest BINARY(32) NOT NULL,
  state TINYINT UNSIGNED NOT NULL,
  reason TINYINT UNSIGNED NOT NULL DEFAULT 0,
  number TINYINT UNSIGNED NOT NULL DEFAULT 0,
  tries TINYINT UNSIGNED NOT NULL DEFAULT 0,
  credential TINYINT UNSIGNED NOT NULL DEFAULT 0,
  reattached TINYINT UNSIGNED NOT NULL DEFAULT 0,
  device VARCHAR(120) NOT NULL,
  address VARCHAR(45) NOT NULL,
  app VARCHAR(60) NULL,
  subject VARCHAR(64) NULL,
  who VARCHAR(60) NULL,
  id_mac BINARY(32) NULL,
  claims TEXT NULL,
  created_at DATETIME(3) NOT NULL,
  expires_at DATETIME(3) NOT NULL,
  KEY qr_codes_age (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The keys that apps' backends sign with (app/app_key): algorithm 1 ed25519, its
-- public key in the open, 2 hmac-sha256, its secret sealed. purpose: 1 signing in,
-- 2 feeds, 3 decisions, of the organisation alone. state: 1 current, 2 revoked.
CREATE TABLE IF NOT EXISTS app_keys (
  keyid VARCHAR(64) NOT NULL PRIMARY KEY,
  app VARCHAR(60) NOT NULL,
  algorithm TINYINT UNSIGNED NOT NULL,
  public_key BINARY(32) NULL,
  secret VARCHAR(300) NULL,
  purpose TINYINT UNSIGNED NOT NULL,
  organisation_id BIGINT NULL,
  state TINYINT UNSIGNED NOT NULL,
  created_at DATETIME(3) NOT NULL,
  revoked_at DATETIME(3) NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Certificates that bureau accounts sign in with (app/certificate): id_digest is the
-- SHA-256 of issuer and serial number, which nobody else's have.
CREATE TABLE IF NOT EXISTS certificates (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  id_digest BINARY(32) NOT NULL,
  subject VARCHAR(500) NOT NULL,
  issuer VARCHAR(500) NOT NULL,
  serial VARCHAR(64) NOT NULL,
  not_after DATETIME(3) NOT NULL,
  registered_at DATETIME(3) NOT NULL,
  UNIQUE KEY certificates_id (id_digest),
  KEY certificates_account (account_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Nonces that were used, for as long as a signature with one could be young enough.
CREATE TABLE IF NOT EXISTS app_nonces (
  keyid VARCHAR(64) NOT NULL,
  nonce VARCHAR(64) NOT NULL,
  used_at DATETIME(3) NOT NULL,
  PRIMARY KEY (keyid, nonce),
  KEY app_nonces_age (used_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- desk: where it waits, or was rejected. What lists show and filter by whatever
-- the kind: a title and two facets. parent_id: the order that it belongs to.
-- addressee_id: the organisation that it was sent to. subject_id: the record that
-- it changes, and the version of that it was submitted on.
CREATE TABLE IF NOT EXISTS orders (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_no VARCHAR(24) NOT NULL,
  kind TINYINT UNSIGNED NOT NULL,
  organisation_id BIGINT NOT NULL,
  division MEDIUMINT UNSIGNED NOT NULL,
  state TINYINT UNSIGNED NOT NULL,
  desk TINYINT UNSIGNED NOT NULL,
  version INT UNSIGNED NOT NULL,
  submission_no INT UNSIGNED NOT NULL,
  parent_id BIGINT NULL,
  addressee_id BIGINT NULL,
  subject_id BIGINT NULL,
  subject_version INT UNSIGNED NOT NULL DEFAULT 0,
  round_no INT UNSIGNED NOT NULL DEFAULT 0,
  supplement TINYINT UNSIGNED NOT NULL DEFAULT 0,
  facet_a SMALLINT UNSIGNED NOT NULL,
  facet_b SMALLINT UNSIGNED NOT NULL,
  title VARCHAR(100) NULL,
  title_key VARCHAR(400) NULL,
  draft MEDIUMTEXT NULL,
  draft_unlocks MEDIUMTEXT NULL,
  open_key BINARY(32) NULL,
  touched BIGINT UNSIGNED NOT NULL DEFAULT 0,
  created_by BIGINT NOT NULL,
  created_at DATETIME(3) NOT NULL,
  submitted_at DATETIME(3) NULL,
  updated_at DATETIME(3) NOT NULL,
  UNIQUE KEY orders_no (order_no),
  UNIQUE KEY orders_open (open_key),
  KEY orders_organisation (organisation_id, state, id),
  KEY orders_parent (parent_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The keys that personal data of an organisation is sealed under, wrapped by
-- a master key of the key file (PLAT-10).
CREATE TABLE IF NOT EXISTS data_keys (
  organisation_id BIGINT NOT NULL,
  no INT UNSIGNED NOT NULL,
  master VARCHAR(24) NOT NULL,
  wrapped VARBINARY(64) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (organisation_id, no),
  KEY data_keys_master (master)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS order_versions (
  order_id BIGINT NOT NULL,
  no INT UNSIGNED NOT NULL,
  content MEDIUMTEXT NOT NULL,
  unlocks MEDIUMTEXT NULL,
  submitted_by BIGINT NOT NULL,
  submitted_at DATETIME(3) NOT NULL,
  PRIMARY KEY (order_id, no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS order_version_files (
  file_id BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  no INT UNSIGNED NOT NULL,
  PRIMARY KEY (file_id, order_id, no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS order_events (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_id BIGINT NOT NULL,
  at DATETIME(3) NOT NULL,
  event TINYINT UNSIGNED NOT NULL,
  desk TINYINT UNSIGNED NOT NULL,
  organisation_id BIGINT NOT NULL,
  organisation_name VARCHAR(100) NOT NULL,
  account_id BIGINT NOT NULL,
  actor_name VARCHAR(60) NOT NULL,
  via TINYINT UNSIGNED NOT NULL DEFAULT 0,
  reason VARCHAR(500) NULL,
  remark VARCHAR(500) NULL,
  whole TINYINT UNSIGNED NOT NULL DEFAULT 0,
  remarks MEDIUMTEXT NULL,
  granted MEDIUMTEXT NULL,
  submission_no INT UNSIGNED NOT NULL,
  rule TINYINT UNSIGNED NOT NULL DEFAULT 0,
  rule_set_by VARCHAR(60) NULL,
  rule_set_at DATETIME(3) NULL,
  claimed_by VARCHAR(60) NULL,
  dated VARCHAR(10) NULL,
  KEY order_events_order (order_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What desks have decided, by month, and how long it took (app/figure): added up
-- from order_events up to the cursor's.
CREATE TABLE IF NOT EXISTS figures (
  organisation_id BIGINT NOT NULL,
  desk TINYINT UNSIGNED NOT NULL,
  kind TINYINT UNSIGNED NOT NULL,
  month INT UNSIGNED NOT NULL,
  verdict TINYINT UNSIGNED NOT NULL,
  bucket SMALLINT UNSIGNED NOT NULL,
  n INT UNSIGNED NOT NULL,
  PRIMARY KEY (organisation_id, desk, kind, month, verdict, bucket)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS figure_cursor (
  one TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  last_id BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT IGNORE INTO figure_cursor (one, last_id) VALUES (1, 0);

-- What desks have asked for without rejecting (app/supplement); days_left are of the
-- desk's clock, how: enum supplement_end.
CREATE TABLE IF NOT EXISTS supplements (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_id BIGINT NOT NULL,
  desk TINYINT UNSIGNED NOT NULL,
  organisation_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  actor_name VARCHAR(60) NOT NULL,
  asked_at DATETIME(3) NOT NULL,
  until DATETIME(3) NOT NULL,
  days_left INT UNSIGNED NOT NULL,
  ended_at DATETIME(3) NULL,
  how TINYINT UNSIGNED NULL,
  KEY supplements_order (order_id, desk, id),
  KEY supplements_until (ended_at, until)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Accounts of orders' forms that an office has put to the proof (app/account_proof).
-- digest: of what is written in the account, keyed; number: of its account number
-- alone, which failures are counted by. drawn_sealed: amount and remark.
-- days_left are of the desk's clock.
CREATE TABLE IF NOT EXISTS account_proofs (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_id BIGINT NOT NULL,
  no INT UNSIGNED NOT NULL,
  institution_id BIGINT NOT NULL,
  desk TINYINT UNSIGNED NOT NULL,
  organisation_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  actor_name VARCHAR(60) NOT NULL,
  item VARCHAR(16) NOT NULL,
  digest BINARY(32) NOT NULL,
  number BINARY(32) NOT NULL,
  drawn_sealed VARCHAR(200) NOT NULL,
  state TINYINT UNSIGNED NOT NULL,
  tries TINYINT UNSIGNED NOT NULL,
  days_left INT UNSIGNED NOT NULL,
  asked_at DATETIME(3) NOT NULL,
  paid_at DATETIME(3) NULL,
  until DATETIME(3) NULL,
  ended_at DATETIME(3) NULL,
  UNIQUE KEY account_proofs_no (order_id, no),
  KEY account_proofs_office (institution_id, organisation_id, id),
  KEY account_proofs_until (ended_at, until)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What people are told of (app/notice): at which of their organisations, of which
-- order, with what for the words' {names}.
CREATE TABLE IF NOT EXISTS notices (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  organisation_id BIGINT NOT NULL,
  notice SMALLINT UNSIGNED NOT NULL,
  order_id BIGINT NULL,
  params TEXT NULL,
  at DATETIME(3) NOT NULL,
  read_at DATETIME(3) NULL,
  KEY notices_inbox (account_id, organisation_id, id),
  KEY notices_unread (account_id, organisation_id, read_at, id),
  KEY notices_age (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS notice_choices (
  account_id BIGINT NOT NULL PRIMARY KEY,
  language TINYINT UNSIGNED NOT NULL,
  mail TINYINT UNSIGNED NOT NULL,
  sms TINYINT UNSIGNED NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The days on which deadlines were told of: once each.
CREATE TABLE IF NOT EXISTS notice_days (
  day INT UNSIGNED NOT NULL PRIMARY KEY
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Several orders decided with one opinion (app/batch); outcome: "ok" or an error's
-- code, NULL until the job has come to it.
CREATE TABLE IF NOT EXISTS batches (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  batch_id VARCHAR(32) NOT NULL,
  account_id BIGINT NOT NULL,
  grant_id BIGINT NOT NULL,
  verdict TINYINT UNSIGNED NOT NULL,
  whole TINYINT UNSIGNED NOT NULL,
  reason VARCHAR(500) NULL,
  remark VARCHAR(500) NULL,
  over_claim TINYINT UNSIGNED NOT NULL,
  address VARCHAR(45) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY batches_batch_id (batch_id),
  KEY batches_account (account_id, grant_id, id),
  KEY batches_age (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS batch_items (
  batch_id BIGINT NOT NULL,
  no INT UNSIGNED NOT NULL,
  order_no VARCHAR(24) NOT NULL,
  version INT UNSIGNED NOT NULL,
  outcome VARCHAR(40) NULL,
  by_name VARCHAR(60) NULL,
  PRIMARY KEY (batch_id, no),
  CONSTRAINT batch_items_batch FOREIGN KEY (batch_id) REFERENCES batches (id)
    ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Who is away until when, and which colleague has what was theirs (app/claim).
CREATE TABLE IF NOT EXISTS absences (
  account_id BIGINT NOT NULL,
  organisation_id BIGINT NOT NULL,
  colleague_id BIGINT NOT NULL,
  until DATETIME(3) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (account_id, organisation_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What an approval has put on file (app/record): one of an identity, with a code
-- for good; order_id and submission_no are the version in force. Of that: title,
-- uscc, valid_until (its last day), addressee_id (0: nobody), for lists; list comes
-- first in their keys, 0 where it has no code to be asked for by. state: 1 on file, 2 a change of it is under review.
CREATE TABLE IF NOT EXISTS records (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind TINYINT UNSIGNED NOT NULL,
  list TINYINT UNSIGNED NOT NULL,
  state TINYINT UNSIGNED NOT NULL,
  organisation_id BIGINT NOT NULL,
  addressee_id BIGINT NOT NULL,
  div2 TINYINT UNSIGNED NOT NULL,
  div4 SMALLINT UNSIGNED NOT NULL,
  division MEDIUMINT UNSIGNED NOT NULL,
  identity BINARY(32) NOT NULL,
  code VARCHAR(24) NULL,
  title VARCHAR(100) NULL,
  title_key VARCHAR(400) NULL,
  uscc CHAR(18) NULL,
  valid_until DATE NULL,
  version INT UNSIGNED NOT NULL,
  order_id BIGINT NOT NULL,
  submission_no INT UNSIGNED NOT NULL,
  created_at DATETIME(3) NOT NULL,
  updated_at DATETIME(3) NOT NULL,
  UNIQUE KEY records_identity (kind, identity),
  UNIQUE KEY records_code (code),
  KEY records_organisation (organisation_id, kind, id),
  KEY r0 (list, id, kind, state),
  KEY r2 (list, div2, id, kind, state),
  KEY r4 (list, div4, id, kind, state),
  KEY r6 (list, division, id, kind, state),
  KEY ra (list, addressee_id, id, kind, state),
  KEY s0 (list, state, id, kind),
  KEY s2 (list, state, div2, id, kind),
  KEY s4 (list, state, div4, id, kind),
  KEY s6 (list, state, division, id, kind),
  KEY sa (list, state, addressee_id, id, kind),
  KEY records_until (list, valid_until, id),
  KEY records_uscc (uscc)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS record_versions (
  record_id BIGINT NOT NULL,
  no INT UNSIGNED NOT NULL,
  order_id BIGINT NOT NULL,
  submission_no INT UNSIGNED NOT NULL,
  granted MEDIUMTEXT NULL,
  at DATETIME(3) NOT NULL,
  PRIMARY KEY (record_id, no),
  KEY record_versions_order (order_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- How an order stands for a desk: its row in the working list (done = 0,
-- at = when it was submitted) and, once decided, its row in 已办 (done = 1,
-- state 4 or 5 by the verdict, at = when) with what was decided on. Lists and
-- counts read only these; desk_id and due_at are set while the order waits,
-- addressee_id is 0 but for desks that are addressed, each addressee with rows of
-- its own. claim_*: who is at work on it
-- (REVIEW-7) until it moves on; lapses by itself. list comes first in the keys,
-- so that the mass of one is in no other's way.
CREATE TABLE IF NOT EXISTS order_desks (
  order_id BIGINT NOT NULL,
  list TINYINT UNSIGNED NOT NULL,
  desk TINYINT UNSIGNED NOT NULL,
  done TINYINT UNSIGNED NOT NULL,
  state TINYINT UNSIGNED NOT NULL,
  automatic TINYINT UNSIGNED NOT NULL,
  last_verdict TINYINT UNSIGNED NOT NULL,
  submission_no INT UNSIGNED NOT NULL,
  kind TINYINT UNSIGNED NOT NULL,
  facet_a SMALLINT UNSIGNED NOT NULL,
  facet_b SMALLINT UNSIGNED NOT NULL,
  div2 TINYINT UNSIGNED NOT NULL,
  div4 SMALLINT UNSIGNED NOT NULL,
  div6 MEDIUMINT UNSIGNED NOT NULL,
  organisation_id BIGINT NOT NULL,
  addressee_id BIGINT NOT NULL DEFAULT 0,
  title VARCHAR(100) NULL,
  title_key VARCHAR(400) NULL,
  submitted_at DATETIME(3) NOT NULL,
  at DATETIME(3) NOT NULL,
  desk_id BIGINT NULL,
  arrived_at DATETIME(3) NULL,
  due_at DATETIME(3) NULL,
  applicant_until DATETIME(3) NULL,
  claim_account_id BIGINT NULL,
  claim_name VARCHAR(60) NULL,
  claim_until DATETIME(3) NULL,
  PRIMARY KEY (order_id, desk, done, addressee_id),
  KEY q0 (list, desk, state, at, order_id, kind, facet_a, facet_b),
  KEY q2 (list, desk, div2, state, at, order_id, kind, facet_a, facet_b),
  KEY q4 (list, desk, div4, state, at, order_id, kind, facet_a, facet_b),
  KEY q6 (list, desk, div6, state, at, order_id, kind, facet_a, facet_b),
  KEY qa (list, desk, addressee_id, state, at, order_id, kind, facet_a, facet_b),
  KEY order_desks_dimensions
    (list, desk, state, facet_b, facet_a, kind, div6, at),
  KEY order_desks_organisation
    (organisation_id, list, desk, state, at, order_id),
  KEY order_desks_due
    (desk_id, list, due_at, order_id, kind, facet_a, facet_b, div6),
  KEY order_desks_claims (claim_account_id, desk_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- n summed over the slots (the workers) is how many orders of a list stand so
-- at this desk in this scope: 0 the nation, else the first 2, 4 or 6 digits, as
-- far as the desk's offices look; of a desk that is addressed, the addressee.
CREATE TABLE IF NOT EXISTS order_counts (
  list TINYINT UNSIGNED NOT NULL,
  desk TINYINT UNSIGNED NOT NULL,
  scope BIGINT UNSIGNED NOT NULL,
  state TINYINT UNSIGNED NOT NULL,
  kind TINYINT UNSIGNED NOT NULL,
  facet_a SMALLINT UNSIGNED NOT NULL,
  facet_b SMALLINT UNSIGNED NOT NULL,
  slot TINYINT UNSIGNED NOT NULL,
  n INT NOT NULL,
  PRIMARY KEY (list, desk, scope, state, kind, facet_a, facet_b, slot)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Every two neighbouring characters of a name, and its last one alone: what
-- a search for any part of it starts from. noun 1: organisations, 2: records,
-- 100 and more: orders, by the list that they stand in.
CREATE TABLE IF NOT EXISTS name_parts (
  noun TINYINT UNSIGNED NOT NULL,
  part VARCHAR(2) NOT NULL,
  division MEDIUMINT UNSIGNED NOT NULL,
  id BIGINT NOT NULL,
  PRIMARY KEY (noun, part, division, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The days that break the week's rhythm: holidays, and weekend days worked
-- to make up for them (PLAT-12).
CREATE TABLE IF NOT EXISTS calendar_days (
  day DATE NOT NULL PRIMARY KEY,
  works TINYINT UNSIGNED NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- How often what workers remember has changed: organisations at desks, the
-- calendar, switches (app/lasting). Whoever changes one adds one here.
CREATE TABLE IF NOT EXISTS lasting_changes (
  one TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  n INT UNSIGNED NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT IGNORE INTO lasting_changes (one, n) VALUES (1, 0);

CREATE TABLE IF NOT EXISTS serials (
  kind TINYINT UNSIGNED NOT NULL,
  division MEDIUMINT UNSIGNED NOT NULL,
  day INT UNSIGNED NOT NULL,
  n INT UNSIGNED NOT NULL,
  PRIMARY KEY (kind, division, day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS idempotency_keys (
  account_id BIGINT NOT NULL,
  name VARCHAR(64) NOT NULL,
  body_digest BINARY(32) NOT NULL,
  status SMALLINT UNSIGNED NOT NULL,
  answer MEDIUMBLOB NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (account_id, name),
  KEY idempotency_keys_age (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- doomed_at: no file named it then, and whoever wrote that takes it away.
CREATE TABLE IF NOT EXISTS blobs (
  sha256 BINARY(32) NOT NULL PRIMARY KEY,
  size BIGINT NOT NULL,
  touched BIGINT UNSIGNED NOT NULL DEFAULT 0,
  doomed_at DATETIME(3) NULL,
  created_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Which file store is this database's (app/identity): its directory holds the
-- same id.
CREATE TABLE IF NOT EXISTS store_identity (
  one TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  id VARCHAR(32) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT IGNORE INTO store_identity (one, id)
  VALUES (1, LOWER(REPLACE(UUID(), '-', '')));

-- Bytes whose look did not come to an end, and how often: enough of that, and
-- they are refused unseen, whoever sends them.
CREATE TABLE IF NOT EXISTS heavy_files (
  sha256 BINARY(32) NOT NULL PRIMARY KEY,
  kills INT UNSIGNED NOT NULL,
  created_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS files (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  file_id VARCHAR(32) NOT NULL,
  organisation_id BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  field VARCHAR(120) NOT NULL,
  name VARCHAR(200) NOT NULL,
  size BIGINT NOT NULL,
  received BIGINT NOT NULL,
  state TINYINT UNSIGNED NOT NULL,
  media_type VARCHAR(60) NULL,
  sha256 BINARY(32) NULL,
  width INT UNSIGNED NOT NULL DEFAULT 0,
  height INT UNSIGNED NOT NULL DEFAULT 0,
  pages INT UNSIGNED NOT NULL DEFAULT 0,
  created_by BIGINT NOT NULL,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY files_file_id (file_id),
  KEY files_order (order_id),
  KEY files_organisation (organisation_id, size),
  KEY files_sha256 (sha256),
  KEY files_unfinished (state, created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- A PDF of a submission that bears, or is to bear, an office's seal (app/seal), by
-- a job (kind 4, of this object_id). state: enum seal_state. division and name are
-- the office's as it approved. sha256: of the copy, once it is there.
CREATE TABLE IF NOT EXISTS sealed_files (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  file_id BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  submission_no INT UNSIGNED NOT NULL,
  organisation_id BIGINT NOT NULL,
  organisation_name VARCHAR(100) NOT NULL,
  division MEDIUMINT UNSIGNED NOT NULL,
  state TINYINT UNSIGNED NOT NULL,
  decrypted TINYINT UNSIGNED NOT NULL DEFAULT 0,
  size BIGINT NOT NULL DEFAULT 0,
  sha256 BINARY(32) NULL,
  created_at DATETIME(3) NOT NULL,
  sealed_at DATETIME(3) NULL,
  voided_at DATETIME(3) NULL,
  UNIQUE KEY sealed_files_once (order_id, submission_no, file_id, organisation_id),
  KEY sealed_files_sha256 (sha256)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- A list that is written into a file by a job (kind 1, of this object_id), and the
-- file until it is swept (PLAT-7). order_id: of no list (0), but an order's dossier
-- (REVIEW-10). size: of the file once it is whole.
CREATE TABLE IF NOT EXISTS exports (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  export_id VARCHAR(32) NOT NULL,
  list TINYINT UNSIGNED NOT NULL,
  order_id BIGINT NULL,
  account_id BIGINT NOT NULL,
  grant_id BIGINT NOT NULL,
  language TINYINT UNSIGNED NOT NULL,
  format TINYINT UNSIGNED NOT NULL,
  query TEXT NOT NULL,
  columns VARCHAR(400) NULL,
  size BIGINT NULL,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY exports_export_id (export_id),
  KEY exports_account (account_id, grant_id, id),
  KEY exports_age (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What nobody waits for, or what is to happen at a time (app/job): lane 1 what is
-- soon done, 2 what takes its time; state 1 waiting (from run_at on), 2 running,
-- 3 done, 4 failed. lease_until: whoever runs it has not been heard of since.
-- lease_no counts who has held it, so that one who lost it can tell; attempts
-- how often it was begun, but for what was interrupted. account_id: who asked,
-- since they take turns; 0 for nobody. jobs_due has all that choosing one looks at:
-- what is left to a newer program may be many.
CREATE TABLE IF NOT EXISTS jobs (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  lane TINYINT UNSIGNED NOT NULL,
  kind SMALLINT UNSIGNED NOT NULL,
  object_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  args TEXT NULL,
  state TINYINT UNSIGNED NOT NULL,
  run_at DATETIME(3) NOT NULL,
  lease_until DATETIME(3) NULL,
  lease_no INT UNSIGNED NOT NULL DEFAULT 0,
  attempts INT UNSIGNED NOT NULL DEFAULT 0,
  progress BIGINT NOT NULL DEFAULT 0,
  total BIGINT NULL,
  result TEXT NULL,
  last_error VARCHAR(40) NULL,
  created_at DATETIME(3) NOT NULL,
  begun_at DATETIME(3) NULL,
  finished_at DATETIME(3) NULL,
  KEY jobs_due (lane, state, run_at, id, kind, account_id),
  KEY jobs_object (kind, object_id),
  KEY jobs_turns (lane, account_id, begun_at),
  KEY jobs_age (state, finished_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Messages (app/outbox): carrier 1 mail, 2 SMS. message: enum message_number.
-- state: enum outbox_state. recipient and params are sealed, NULL once they are of
-- no use. message_id stays the same however often it is tried. expires_at: from
-- then on it is not worth sending.
CREATE TABLE IF NOT EXISTS outbox (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  message_id VARCHAR(32) NOT NULL,
  carrier TINYINT UNSIGNED NOT NULL,
  message SMALLINT UNSIGNED NOT NULL,
  language TINYINT UNSIGNED NOT NULL,
  recipient VARCHAR(400) NULL,
  params TEXT NULL,
  state TINYINT UNSIGNED NOT NULL,
  attempts INT UNSIGNED NOT NULL,
  last_error VARCHAR(40) NULL,
  created_at DATETIME(3) NOT NULL,
  sent_at DATETIME(3) NULL,
  expires_at DATETIME(3) NOT NULL,
  UNIQUE KEY outbox_message_id (message_id),
  KEY outbox_state (state, id),
  KEY outbox_age (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Codes by SMS (app/sms_code): purpose: enum sms_purpose. subject_id: what it is
-- about, 0 where nobody is to get it. code_mac: keyed, with the ticket.
CREATE TABLE IF NOT EXISTS sms_codes (
  ticket VARCHAR(32) NOT NULL PRIMARY KEY,
  purpose TINYINT UNSIGNED NOT NULL,
  phone_mac BINARY(32) NOT NULL,
  subject_id BIGINT NOT NULL,
  code_mac BINARY(32) NOT NULL,
  tries INT UNSIGNED NOT NULL,
  spent TINYINT UNSIGNED NOT NULL,
  created_at DATETIME(3) NOT NULL,
  expires_at DATETIME(3) NOT NULL,
  KEY sms_codes_age (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Phones that a code by SMS has shown to be in an organisation's hands (app/proof),
-- by whose account.
CREATE TABLE IF NOT EXISTS proven_phones (
  organisation_id BIGINT NOT NULL,
  phone_mac BINARY(32) NOT NULL,
  account_id BIGINT NOT NULL,
  proven_at DATETIME(3) NOT NULL,
  PRIMARY KEY (organisation_id, phone_mac)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Links that set an account's password, once (app/activation): digest is that of
-- what the link holds.
CREATE TABLE IF NOT EXISTS activations (
  digest BINARY(32) NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL,
  spent TINYINT UNSIGNED NOT NULL,
  created_at DATETIME(3) NOT NULL,
  expires_at DATETIME(3) NOT NULL,
  KEY activations_account (account_id),
  KEY activations_age (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Institutions that ask for an account (app/enrolment). state: enum
-- enrolment_state; waiting: of a code one waits at a time. The operator's number, phone and mail are sealed.
CREATE TABLE IF NOT EXISTS enrolments (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  enrolment_no VARCHAR(24) NOT NULL,
  state TINYINT UNSIGNED NOT NULL,
  code VARCHAR(12) NOT NULL,
  uscc CHAR(18) NOT NULL,
  institution_name VARCHAR(100) NOT NULL,
  operator_name VARCHAR(60) NOT NULL,
  id_no VARCHAR(160) NOT NULL,
  phone VARCHAR(160) NOT NULL,
  mail VARCHAR(400) NOT NULL,
  language TINYINT UNSIGNED NOT NULL,
  division MEDIUMINT UNSIGNED NOT NULL,
  reason VARCHAR(500) NULL,
  created_at DATETIME(3) NOT NULL,
  decided_at DATETIME(3) NULL,
  decided_by BIGINT NULL,
  waiting VARCHAR(12) AS (IF(state = 1, code, NULL)) STORED,
  UNIQUE KEY enrolments_no (enrolment_no),
  UNIQUE KEY enrolments_waiting (waiting),
  KEY enrolments_division (division, state, id),
  KEY enrolments_code (code, state)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Keys that an approval of that order has given its institution (app/credential):
-- secrets, sealed, are what they are. environment 1 test, 2 production; state 1 in
-- force, 2 stopped, by the next in no or because they were revoked.
CREATE TABLE IF NOT EXISTS credentials (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_id BIGINT NOT NULL,
  no INT UNSIGNED NOT NULL,
  organisation_id BIGINT NOT NULL,
  environment TINYINT UNSIGNED NOT NULL,
  app_id VARCHAR(24) NOT NULL,
  secrets TEXT NOT NULL,
  state TINYINT UNSIGNED NOT NULL,
  created_by BIGINT NOT NULL,
  created_at DATETIME(3) NOT NULL,
  stopped_at DATETIME(3) NULL,
  UNIQUE KEY credentials_no (order_id, no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Papers that an approval gives out (app/document), drawn by a job: kind is a
-- kind's issue, state 1 not yet drawn, 2 ready; standing 1 valid, 2 superseded by
-- the next in no, 3 revoked, since changed_at. code: what its QR code asks by.
-- content, sealed: the file, which carries the credential's keys.
CREATE TABLE IF NOT EXISTS documents (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  document_no VARCHAR(24) NOT NULL,
  code VARCHAR(32) NOT NULL,
  kind TINYINT UNSIGNED NOT NULL,
  order_id BIGINT NOT NULL,
  no INT UNSIGNED NOT NULL,
  organisation_id BIGINT NOT NULL,
  credential_id BIGINT NOT NULL,
  state TINYINT UNSIGNED NOT NULL,
  standing TINYINT UNSIGNED NOT NULL,
  size BIGINT NULL,
  content LONGBLOB NULL,
  created_at DATETIME(3) NOT NULL,
  ready_at DATETIME(3) NULL,
  changed_at DATETIME(3) NULL,
  UNIQUE KEY documents_document_no (document_no),
  UNIQUE KEY documents_code (code),
  UNIQUE KEY documents_no (order_id, no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What an organisation owes that is not an order (app/duty), once of a kind and
-- an object. order_id: the order whose page says more, or NULL; due_at NULL: there
-- is no deadline.
CREATE TABLE IF NOT EXISTS duties (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  organisation_id BIGINT NOT NULL,
  kind SMALLINT UNSIGNED NOT NULL,
  object_id BIGINT NOT NULL,
  order_id BIGINT NULL,
  due_at DATETIME(3) NULL,
  done_at DATETIME(3) NULL,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY duties_once (kind, object_id, organisation_id),
  KEY duties_open (organisation_id, done_at, due_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- How often a subject (an account, an organisation, an address) has done something
-- in the hour, or whatever the act's while is, that began then.
CREATE TABLE IF NOT EXISTS rates (
  act TINYINT UNSIGNED NOT NULL,
  subject BIGINT NOT NULL,
  began_at DATETIME(3) NOT NULL,
  n INT UNSIGNED NOT NULL,
  PRIMARY KEY (act, subject),
  KEY rates_age (act, began_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS review_switches (
  division MEDIUMINT UNSIGNED NOT NULL,
  kind TINYINT UNSIGNED NOT NULL,
  automatic TINYINT UNSIGNED NOT NULL,
  version INT UNSIGNED NOT NULL,
  changed_by BIGINT NOT NULL,
  changed_at DATETIME(3) NOT NULL,
  PRIMARY KEY (division, kind)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The banks that a province works with (app/partner); open 0: it did.
CREATE TABLE IF NOT EXISTS partners (
  province MEDIUMINT UNSIGNED NOT NULL,
  organisation_id BIGINT NOT NULL,
  open TINYINT UNSIGNED NOT NULL,
  version INT UNSIGNED NOT NULL,
  changed_by BIGINT NOT NULL,
  changed_at DATETIME(3) NOT NULL,
  PRIMARY KEY (province, organisation_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Organisations that orders are handed over to by API (app/connection), and where:
-- state is enum connection_state.
CREATE TABLE IF NOT EXISTS connections (
  organisation_id BIGINT NOT NULL PRIMARY KEY,
  url VARCHAR(200) NOT NULL,
  state TINYINT UNSIGNED NOT NULL,
  created_at DATETIME(3) NOT NULL,
  changed_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What is handed over to them, an order's version once: state is enum push_state.
-- push_id stays the same however often it is tried. decided: the digest of the
-- decision that came on it, answer what was said to that.
CREATE TABLE IF NOT EXISTS pushes (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  push_id VARCHAR(32) NOT NULL,
  order_id BIGINT NOT NULL,
  version INT UNSIGNED NOT NULL,
  submission_no INT UNSIGNED NOT NULL,
  organisation_id BIGINT NOT NULL,
  state TINYINT UNSIGNED NOT NULL,
  attempts INT UNSIGNED NOT NULL DEFAULT 0,
  last_error VARCHAR(40) NULL,
  created_at DATETIME(3) NOT NULL,
  expires_at DATETIME(3) NOT NULL,
  acknowledged_at DATETIME(3) NULL,
  decided BINARY(32) NULL,
  answer TEXT NULL,
  UNIQUE KEY pushes_push_id (push_id),
  UNIQUE KEY pushes_order (order_id, organisation_id, version),
  KEY pushes_state (state, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Which reviewer has read which order or file of it (what 2), one row a day of
-- Shanghai.
CREATE TABLE IF NOT EXISTS order_reads (
  day INT UNSIGNED NOT NULL,
  account_id BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  what TINYINT UNSIGNED NOT NULL,
  organisation_id BIGINT NOT NULL,
  at DATETIME(3) NOT NULL,
  PRIMARY KEY (day, account_id, organisation_id, order_id, what),
  KEY order_reads_order (order_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What the payment platform has sent (feeds/), a batch once: feed is enum
-- feed_number, digest that of what was sent, answer what was said to it.
CREATE TABLE IF NOT EXISTS feed_batches (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  feed TINYINT UNSIGNED NOT NULL,
  batch_no VARCHAR(64) NOT NULL,
  digest BINARY(32) NOT NULL,
  app VARCHAR(60) NOT NULL,
  answer MEDIUMTEXT NULL,
  received_at DATETIME(3) NOT NULL,
  UNIQUE KEY feed_batches_no (feed, batch_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Payments and refunds, in fen; what a person paid is total less insurance. Of a
-- payment: how much of it has been refunded. Of a refund: which payment's. Read by
-- who was paid (own) and where that was (d0 to d6, by as many digits of the
-- division as a bureau has).
CREATE TABLE IF NOT EXISTS payments (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  payment_no VARCHAR(64) NOT NULL,
  organisation_id BIGINT NOT NULL,
  div2 TINYINT UNSIGNED NOT NULL,
  div4 SMALLINT UNSIGNED NOT NULL,
  division MEDIUMINT UNSIGNED NOT NULL,
  kind TINYINT UNSIGNED NOT NULL,
  channel TINYINT UNSIGNED NOT NULL,
  at DATETIME(3) NOT NULL,
  total BIGINT NOT NULL,
  insurance BIGINT NOT NULL,
  refunded BIGINT NOT NULL DEFAULT 0,
  refunded_insurance BIGINT NOT NULL DEFAULT 0,
  original_id BIGINT NULL,
  order_no VARCHAR(64) NULL,
  bank VARCHAR(60) NULL,
  batch_id BIGINT NOT NULL,
  settlement_id BIGINT NULL,
  UNIQUE KEY payments_no (payment_no),
  KEY own (organisation_id, at, id, kind, channel),
  KEY d0 (at, id, kind, channel),
  KEY d2 (div2, at, id, kind, channel),
  KEY d4 (div4, at, id, kind, channel),
  KEY d6 (division, at, id, kind, channel),
  KEY payments_order (order_no, organisation_id),
  KEY payments_original (original_id),
  KEY payments_settlement (settlement_id, at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The same added up by days of Shanghai (yyyymmdd) and channels: whose 1 an institution's, of
-- that id; 2 a division's, of that code, where its institutions were then.
CREATE TABLE IF NOT EXISTS payment_days (
  whose TINYINT UNSIGNED NOT NULL,
  id BIGINT NOT NULL,
  day INT UNSIGNED NOT NULL,
  channel TINYINT UNSIGNED NOT NULL,
  payments BIGINT NOT NULL,
  refunds BIGINT NOT NULL,
  paid BIGINT NOT NULL,
  paid_insurance BIGINT NOT NULL,
  refunded BIGINT NOT NULL,
  refunded_insurance BIGINT NOT NULL,
  PRIMARY KEY (whose, id, day, channel)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What a bank pays out of them: amount is that of its payments less its refunds.
-- account is sealed; account_shown has what is shown of it, account_tail its last
-- four digits, by which it is sought; account_mac tells one from another. state: enum
-- settlement_state, since at.
CREATE TABLE IF NOT EXISTS settlements (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  settlement_no VARCHAR(64) NOT NULL,
  organisation_id BIGINT NOT NULL,
  div2 TINYINT UNSIGNED NOT NULL,
  div4 SMALLINT UNSIGNED NOT NULL,
  division MEDIUMINT UNSIGNED NOT NULL,
  bank VARCHAR(60) NOT NULL,
  account VARCHAR(160) NOT NULL,
  account_shown VARCHAR(40) NOT NULL,
  account_tail CHAR(4) NOT NULL,
  account_mac BINARY(32) NOT NULL,
  period_from DATE NOT NULL,
  period_to DATE NOT NULL,
  amount BIGINT NOT NULL,
  payments INT UNSIGNED NOT NULL,
  state TINYINT UNSIGNED NOT NULL,
  at DATETIME(3) NOT NULL,
  batch_id BIGINT NOT NULL,
  UNIQUE KEY settlements_no (settlement_no),
  KEY own (organisation_id, period_to, id, state, amount),
  KEY d0 (period_to, id, state, amount),
  KEY d2 (div2, period_to, id, state, amount),
  KEY d4 (div4, period_to, id, state, amount),
  KEY d6 (division, period_to, id, state, amount)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS audit_rows (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at DATETIME(3) NOT NULL,
  account_id BIGINT NOT NULL,
  organisation_id BIGINT NOT NULL,
  act VARCHAR(40) NOT NULL,
  object VARCHAR(200) NOT NULL,
  outcome VARCHAR(40) NOT NULL,
  address VARCHAR(45) NOT NULL,
  KEY audit_rows_at (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Seals of the audit log, a batch each (app/audit/chain.h): head is the SHA-256 of
-- the head before it and of its rows' digests; rows up to the id `settled` are all
-- sealed.
CREATE TABLE IF NOT EXISTS audit_seals (
  no BIGINT NOT NULL PRIMARY KEY,
  settled BIGINT NOT NULL,
  rows_count INT UNSIGNED NOT NULL,
  head BINARY(32) NOT NULL,
  sealed_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What seal a row of the log belongs to, its digest, and what it is searched by:
-- whose it is, the CRC-32 of its act and of its object's last word, and the division.
CREATE TABLE IF NOT EXISTS audit_sealed (
  row_id BIGINT NOT NULL PRIMARY KEY,
  seal BIGINT NOT NULL,
  digest BINARY(32) NOT NULL,
  account_id BIGINT NOT NULL,
  act_key INT UNSIGNED NOT NULL,
  object_key INT UNSIGNED NOT NULL,
  div2 TINYINT UNSIGNED NOT NULL,
  div4 SMALLINT UNSIGNED NOT NULL,
  division INT NOT NULL,
  KEY audit_sealed_seal (seal),
  KEY audit_sealed_account (account_id),
  KEY audit_sealed_act (act_key),
  KEY audit_sealed_act2 (div2, act_key),
  KEY audit_sealed_act4 (div4, act_key),
  KEY audit_sealed_act6 (division, act_key),
  KEY audit_sealed_object (object_key),
  KEY audit_sealed_div2 (div2),
  KEY audit_sealed_div4 (div4),
  KEY audit_sealed_division (division)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Where the log begins: everything up to a seal was closed and taken out, and who
-- signed (Ed25519) for it.
CREATE TABLE IF NOT EXISTS audit_checkpoints (
  seal BIGINT NOT NULL PRIMARY KEY,
  head BINARY(32) NOT NULL,
  settled BIGINT NOT NULL,
  rows_count BIGINT NOT NULL,
  last_at DATETIME(3) NOT NULL,
  closed_at DATETIME(3) NOT NULL,
  public_key BINARY(32) NOT NULL,
  signature BINARY(64) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
