-- The schema after all migrations; made by liangdingctl schema.

CREATE TABLE `absences` (
  `account_id` bigint(20) NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `colleague_id` bigint(20) NOT NULL,
  `until` datetime(3) NOT NULL,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`account_id`,`organisation_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `accounts` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `name` varchar(64) NOT NULL,
  `kind` tinyint(3) unsigned NOT NULL,
  `display_name` varchar(60) NOT NULL,
  `name_key` varchar(400) NOT NULL,
  `password_hash` varchar(160) NOT NULL,
  `must_change_password` tinyint(3) unsigned NOT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `closed_reason` varchar(200) DEFAULT NULL,
  `facts` int(10) unsigned NOT NULL DEFAULT 0,
  `touched` bigint(20) unsigned NOT NULL DEFAULT 0,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `accounts_name` (`name`),
  KEY `accounts_state` (`state`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `account_proofs` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `order_id` bigint(20) NOT NULL,
  `no` int(10) unsigned NOT NULL,
  `institution_id` bigint(20) NOT NULL,
  `desk` tinyint(3) unsigned NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `account_id` bigint(20) NOT NULL,
  `actor_name` varchar(60) NOT NULL,
  `item` varchar(16) NOT NULL,
  `digest` binary(32) NOT NULL,
  `number` binary(32) NOT NULL,
  `drawn_sealed` varchar(200) NOT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `tries` tinyint(3) unsigned NOT NULL,
  `days_left` int(10) unsigned NOT NULL,
  `asked_at` datetime(3) NOT NULL,
  `paid_at` datetime(3) DEFAULT NULL,
  `until` datetime(3) DEFAULT NULL,
  `ended_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `account_proofs_no` (`order_id`,`no`),
  KEY `account_proofs_office` (`institution_id`,`organisation_id`,`id`),
  KEY `account_proofs_until` (`ended_at`,`until`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `activations` (
  `digest` binary(32) NOT NULL,
  `account_id` bigint(20) NOT NULL,
  `spent` tinyint(3) unsigned NOT NULL,
  `created_at` datetime(3) NOT NULL,
  `expires_at` datetime(3) NOT NULL,
  PRIMARY KEY (`digest`),
  KEY `activations_account` (`account_id`),
  KEY `activations_age` (`expires_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `app_keys` (
  `keyid` varchar(64) NOT NULL,
  `app` varchar(60) NOT NULL,
  `algorithm` tinyint(3) unsigned NOT NULL,
  `public_key` binary(32) DEFAULT NULL,
  `secret` varchar(300) DEFAULT NULL,
  `purpose` tinyint(3) unsigned NOT NULL,
  `organisation_id` bigint(20) DEFAULT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `created_at` datetime(3) NOT NULL,
  `revoked_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`keyid`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `app_nonces` (
  `keyid` varchar(64) NOT NULL,
  `nonce` varchar(64) NOT NULL,
  `used_at` datetime(3) NOT NULL,
  PRIMARY KEY (`keyid`,`nonce`),
  KEY `app_nonces_age` (`used_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `audit_checkpoints` (
  `seal` bigint(20) NOT NULL,
  `head` binary(32) NOT NULL,
  `settled` bigint(20) NOT NULL,
  `rows_count` bigint(20) NOT NULL,
  `last_at` datetime(3) NOT NULL,
  `closed_at` datetime(3) NOT NULL,
  `public_key` binary(32) NOT NULL,
  `signature` binary(64) NOT NULL,
  PRIMARY KEY (`seal`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `audit_rows` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `at` datetime(3) NOT NULL,
  `account_id` bigint(20) NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `act` varchar(40) NOT NULL,
  `object` varchar(200) NOT NULL,
  `outcome` varchar(40) NOT NULL,
  `address` varchar(45) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `audit_rows_at` (`at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `audit_sealed` (
  `row_id` bigint(20) NOT NULL,
  `seal` bigint(20) NOT NULL,
  `digest` binary(32) NOT NULL,
  `account_id` bigint(20) NOT NULL,
  `act_key` int(10) unsigned NOT NULL,
  `object_key` int(10) unsigned NOT NULL,
  `div2` tinyint(3) unsigned NOT NULL,
  `div4` smallint(5) unsigned NOT NULL,
  `division` int(11) NOT NULL,
  PRIMARY KEY (`row_id`),
  KEY `audit_sealed_seal` (`seal`),
  KEY `audit_sealed_account` (`account_id`),
  KEY `audit_sealed_act` (`act_key`),
  KEY `audit_sealed_act2` (`div2`,`act_key`),
  KEY `audit_sealed_act4` (`div4`,`act_key`),
  KEY `audit_sealed_act6` (`division`,`act_key`),
  KEY `audit_sealed_object` (`object_key`),
  KEY `audit_sealed_div2` (`div2`),
  KEY `audit_sealed_div4` (`div4`),
  KEY `audit_sealed_division` (`division`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `audit_seals` (
  `no` bigint(20) NOT NULL,
  `settled` bigint(20) NOT NULL,
  `rows_count` int(10) unsigned NOT NULL,
  `head` binary(32) NOT NULL,
  `sealed_at` datetime(3) NOT NULL,
  PRIMARY KEY (`no`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `batches` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `batch_id` varchar(32) NOT NULL,
  `account_id` bigint(20) NOT NULL,
  `grant_id` bigint(20) NOT NULL,
  `verdict` tinyint(3) unsigned NOT NULL,
  `whole` tinyint(3) unsigned NOT NULL,
  `reason` varchar(500) DEFAULT NULL,
  `remark` varchar(500) DEFAULT NULL,
  `over_claim` tinyint(3) unsigned NOT NULL,
  `address` varchar(45) NOT NULL,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `batches_batch_id` (`batch_id`),
  KEY `batches_account` (`account_id`,`grant_id`,`id`),
  KEY `batches_age` (`created_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `batch_items` (
  `batch_id` bigint(20) NOT NULL,
  `no` int(10) unsigned NOT NULL,
  `order_no` varchar(24) NOT NULL,
  `version` int(10) unsigned NOT NULL,
  `outcome` varchar(40) DEFAULT NULL,
  `by_name` varchar(60) DEFAULT NULL,
  PRIMARY KEY (`batch_id`,`no`),
  CONSTRAINT `batch_items_batch` FOREIGN KEY (`batch_id`) REFERENCES `batches` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `blobs` (
  `sha256` binary(32) NOT NULL,
  `size` bigint(20) NOT NULL,
  `touched` bigint(20) unsigned NOT NULL DEFAULT 0,
  `doomed_at` datetime(3) DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`sha256`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `calendar_days` (
  `day` date NOT NULL,
  `works` tinyint(3) unsigned NOT NULL,
  PRIMARY KEY (`day`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `captchas` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `token` varchar(32) DEFAULT NULL,
  `answer` varchar(8) NOT NULL,
  `image` blob NOT NULL,
  `spent` tinyint(3) unsigned NOT NULL,
  `created_at` datetime(3) NOT NULL,
  `issued_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `captchas_token` (`token`),
  KEY `captchas_issued` (`issued_at`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `certificates` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `account_id` bigint(20) NOT NULL,
  `id_digest` binary(32) NOT NULL,
  `subject` varchar(500) NOT NULL,
  `issuer` varchar(500) NOT NULL,
  `serial` varchar(64) NOT NULL,
  `not_after` datetime(3) NOT NULL,
  `registered_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `certificates_id` (`id_digest`),
  KEY `certificates_account` (`account_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `connections` (
  `organisation_id` bigint(20) NOT NULL,
  `url` varchar(200) NOT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `created_at` datetime(3) NOT NULL,
  `changed_at` datetime(3) NOT NULL,
  PRIMARY KEY (`organisation_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `credentials` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `order_id` bigint(20) NOT NULL,
  `no` int(10) unsigned NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `environment` tinyint(3) unsigned NOT NULL,
  `app_id` varchar(24) NOT NULL,
  `secrets` text NOT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `created_by` bigint(20) NOT NULL,
  `created_at` datetime(3) NOT NULL,
  `stopped_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `credentials_no` (`order_id`,`no`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `data_keys` (
  `organisation_id` bigint(20) NOT NULL,
  `no` int(10) unsigned NOT NULL,
  `master` varchar(24) NOT NULL,
  `wrapped` varbinary(64) NOT NULL,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`organisation_id`,`no`),
  KEY `data_keys_master` (`master`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `divisions` (
  `code` mediumint(8) unsigned NOT NULL,
  `name` varchar(60) NOT NULL,
  `full_name` varchar(120) NOT NULL,
  `level` tinyint(3) unsigned NOT NULL,
  `parent` mediumint(8) unsigned NOT NULL,
  PRIMARY KEY (`code`),
  KEY `divisions_parent` (`parent`,`code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `documents` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `document_no` varchar(24) NOT NULL,
  `code` varchar(32) NOT NULL,
  `kind` tinyint(3) unsigned NOT NULL,
  `order_id` bigint(20) NOT NULL,
  `no` int(10) unsigned NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `credential_id` bigint(20) NOT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `standing` tinyint(3) unsigned NOT NULL,
  `size` bigint(20) DEFAULT NULL,
  `content` longblob DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  `ready_at` datetime(3) DEFAULT NULL,
  `changed_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `documents_document_no` (`document_no`),
  UNIQUE KEY `documents_code` (`code`),
  UNIQUE KEY `documents_no` (`order_id`,`no`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `duties` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `organisation_id` bigint(20) NOT NULL,
  `kind` smallint(5) unsigned NOT NULL,
  `object_id` bigint(20) NOT NULL,
  `order_id` bigint(20) DEFAULT NULL,
  `due_at` datetime(3) DEFAULT NULL,
  `done_at` datetime(3) DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `duties_once` (`kind`,`object_id`,`organisation_id`),
  KEY `duties_open` (`organisation_id`,`done_at`,`due_at`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `enrolments` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `enrolment_no` varchar(24) NOT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `code` varchar(12) NOT NULL,
  `uscc` char(18) NOT NULL,
  `institution_name` varchar(100) NOT NULL,
  `operator_name` varchar(60) NOT NULL,
  `id_no` varchar(160) NOT NULL,
  `phone` varchar(160) NOT NULL,
  `mail` varchar(400) NOT NULL,
  `language` tinyint(3) unsigned NOT NULL,
  `division` mediumint(8) unsigned NOT NULL,
  `reason` varchar(500) DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  `decided_at` datetime(3) DEFAULT NULL,
  `decided_by` bigint(20) DEFAULT NULL,
  `waiting` varchar(12) GENERATED ALWAYS AS (if(`state` = 1,`code`,NULL)) STORED,
  PRIMARY KEY (`id`),
  UNIQUE KEY `enrolments_no` (`enrolment_no`),
  UNIQUE KEY `enrolments_waiting` (`waiting`),
  KEY `enrolments_division` (`division`,`state`,`id`),
  KEY `enrolments_code` (`code`,`state`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `exports` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `export_id` varchar(32) NOT NULL,
  `list` tinyint(3) unsigned NOT NULL,
  `order_id` bigint(20) DEFAULT NULL,
  `account_id` bigint(20) NOT NULL,
  `grant_id` bigint(20) NOT NULL,
  `language` tinyint(3) unsigned NOT NULL,
  `format` tinyint(3) unsigned NOT NULL,
  `query` text NOT NULL,
  `columns` varchar(400) DEFAULT NULL,
  `size` bigint(20) DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `exports_export_id` (`export_id`),
  KEY `exports_account` (`account_id`,`grant_id`,`id`),
  KEY `exports_age` (`created_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `feed_batches` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `feed` tinyint(3) unsigned NOT NULL,
  `batch_no` varchar(64) NOT NULL,
  `digest` binary(32) NOT NULL,
  `app` varchar(60) NOT NULL,
  `answer` mediumtext DEFAULT NULL,
  `received_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `feed_batches_no` (`feed`,`batch_no`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `figures` (
  `organisation_id` bigint(20) NOT NULL,
  `desk` tinyint(3) unsigned NOT NULL,
  `kind` tinyint(3) unsigned NOT NULL,
  `month` int(10) unsigned NOT NULL,
  `verdict` tinyint(3) unsigned NOT NULL,
  `bucket` smallint(5) unsigned NOT NULL,
  `n` int(10) unsigned NOT NULL,
  PRIMARY KEY (`organisation_id`,`desk`,`kind`,`month`,`verdict`,`bucket`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `figure_cursor` (
  `one` tinyint(3) unsigned NOT NULL,
  `last_id` bigint(20) NOT NULL,
  PRIMARY KEY (`one`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `files` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `file_id` varchar(32) NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `order_id` bigint(20) NOT NULL,
  `field` varchar(120) NOT NULL,
  `name` varchar(200) NOT NULL,
  `size` bigint(20) NOT NULL,
  `received` bigint(20) NOT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `media_type` varchar(60) DEFAULT NULL,
  `sha256` binary(32) DEFAULT NULL,
  `width` int(10) unsigned NOT NULL DEFAULT 0,
  `height` int(10) unsigned NOT NULL DEFAULT 0,
  `pages` int(10) unsigned NOT NULL DEFAULT 0,
  `created_by` bigint(20) NOT NULL,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `files_file_id` (`file_id`),
  KEY `files_order` (`order_id`),
  KEY `files_organisation` (`organisation_id`,`size`),
  KEY `files_sha256` (`sha256`),
  KEY `files_unfinished` (`state`,`created_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `grants` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `account_id` bigint(20) NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `role` tinyint(3) unsigned NOT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `grants_once` (`account_id`,`organisation_id`,`role`),
  KEY `grants_role` (`role`,`account_id`),
  KEY `grants_organisation` (`organisation_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `grant_permissions` (
  `grant_id` bigint(20) NOT NULL,
  `list` smallint(5) unsigned NOT NULL,
  PRIMARY KEY (`grant_id`,`list`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `heavy_files` (
  `sha256` binary(32) NOT NULL,
  `kills` int(10) unsigned NOT NULL,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`sha256`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `idempotency_keys` (
  `account_id` bigint(20) NOT NULL,
  `name` varchar(64) NOT NULL,
  `body_digest` binary(32) NOT NULL,
  `status` smallint(5) unsigned NOT NULL,
  `answer` mediumblob DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`account_id`,`name`),
  KEY `idempotency_keys_age` (`created_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `jobs` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `lane` tinyint(3) unsigned NOT NULL,
  `kind` smallint(5) unsigned NOT NULL,
  `object_id` bigint(20) NOT NULL,
  `account_id` bigint(20) NOT NULL,
  `args` text DEFAULT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `run_at` datetime(3) NOT NULL,
  `lease_until` datetime(3) DEFAULT NULL,
  `lease_no` int(10) unsigned NOT NULL DEFAULT 0,
  `attempts` int(10) unsigned NOT NULL DEFAULT 0,
  `progress` bigint(20) NOT NULL DEFAULT 0,
  `total` bigint(20) DEFAULT NULL,
  `result` text DEFAULT NULL,
  `last_error` varchar(40) DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  `begun_at` datetime(3) DEFAULT NULL,
  `finished_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `jobs_due` (`lane`,`state`,`run_at`,`id`,`kind`,`account_id`),
  KEY `jobs_object` (`kind`,`object_id`),
  KEY `jobs_turns` (`lane`,`account_id`,`begun_at`),
  KEY `jobs_age` (`state`,`finished_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `lasting_changes` (
  `one` tinyint(3) unsigned NOT NULL,
  `n` int(10) unsigned NOT NULL,
  PRIMARY KEY (`one`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `login_tries` (
  `name_mac` binary(32) NOT NULL,
  `account_id` bigint(20) DEFAULT NULL,
  `failures` int(10) unsigned NOT NULL,
  `locked_until` datetime(3) DEFAULT NULL,
  `updated_at` datetime(3) NOT NULL,
  PRIMARY KEY (`name_mac`),
  KEY `login_tries_account` (`account_id`),
  KEY `login_tries_age` (`updated_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `name_parts` (
  `noun` tinyint(3) unsigned NOT NULL,
  `part` varchar(2) NOT NULL,
  `division` mediumint(8) unsigned NOT NULL,
  `id` bigint(20) NOT NULL,
  PRIMARY KEY (`noun`,`part`,`division`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `notices` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `account_id` bigint(20) NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `notice` smallint(5) unsigned NOT NULL,
  `order_id` bigint(20) DEFAULT NULL,
  `params` text DEFAULT NULL,
  `at` datetime(3) NOT NULL,
  `read_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `notices_inbox` (`account_id`,`organisation_id`,`id`),
  KEY `notices_unread` (`account_id`,`organisation_id`,`read_at`,`id`),
  KEY `notices_age` (`at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `notice_choices` (
  `account_id` bigint(20) NOT NULL,
  `language` tinyint(3) unsigned NOT NULL,
  `mail` tinyint(3) unsigned NOT NULL,
  `sms` tinyint(3) unsigned NOT NULL,
  PRIMARY KEY (`account_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `notice_days` (
  `day` int(10) unsigned NOT NULL,
  PRIMARY KEY (`day`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `orders` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `order_no` varchar(24) NOT NULL,
  `kind` tinyint(3) unsigned NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `division` mediumint(8) unsigned NOT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `desk` tinyint(3) unsigned NOT NULL,
  `version` int(10) unsigned NOT NULL,
  `submission_no` int(10) unsigned NOT NULL,
  `parent_id` bigint(20) DEFAULT NULL,
  `addressee_id` bigint(20) DEFAULT NULL,
  `subject_id` bigint(20) DEFAULT NULL,
  `subject_version` int(10) unsigned NOT NULL DEFAULT 0,
  `round_no` int(10) unsigned NOT NULL DEFAULT 0,
  `supplement` tinyint(3) unsigned NOT NULL DEFAULT 0,
  `facet_a` smallint(5) unsigned NOT NULL,
  `facet_b` smallint(5) unsigned NOT NULL,
  `title` varchar(100) DEFAULT NULL,
  `title_key` varchar(400) DEFAULT NULL,
  `draft` mediumtext DEFAULT NULL,
  `draft_unlocks` mediumtext DEFAULT NULL,
  `open_key` binary(32) DEFAULT NULL,
  `touched` bigint(20) unsigned NOT NULL DEFAULT 0,
  `created_by` bigint(20) NOT NULL,
  `created_at` datetime(3) NOT NULL,
  `submitted_at` datetime(3) DEFAULT NULL,
  `updated_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `orders_no` (`order_no`),
  UNIQUE KEY `orders_open` (`open_key`),
  KEY `orders_organisation` (`organisation_id`,`state`,`id`),
  KEY `orders_parent` (`parent_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `order_counts` (
  `list` tinyint(3) unsigned NOT NULL,
  `desk` tinyint(3) unsigned NOT NULL,
  `scope` bigint(20) unsigned NOT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `kind` tinyint(3) unsigned NOT NULL,
  `facet_a` smallint(5) unsigned NOT NULL,
  `facet_b` smallint(5) unsigned NOT NULL,
  `slot` tinyint(3) unsigned NOT NULL,
  `n` int(11) NOT NULL,
  PRIMARY KEY (`list`,`desk`,`scope`,`state`,`kind`,`facet_a`,`facet_b`,`slot`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `order_desks` (
  `order_id` bigint(20) NOT NULL,
  `list` tinyint(3) unsigned NOT NULL,
  `desk` tinyint(3) unsigned NOT NULL,
  `done` tinyint(3) unsigned NOT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `automatic` tinyint(3) unsigned NOT NULL,
  `last_verdict` tinyint(3) unsigned NOT NULL,
  `submission_no` int(10) unsigned NOT NULL,
  `kind` tinyint(3) unsigned NOT NULL,
  `facet_a` smallint(5) unsigned NOT NULL,
  `facet_b` smallint(5) unsigned NOT NULL,
  `div2` tinyint(3) unsigned NOT NULL,
  `div4` smallint(5) unsigned NOT NULL,
  `div6` mediumint(8) unsigned NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `addressee_id` bigint(20) NOT NULL DEFAULT 0,
  `title` varchar(100) DEFAULT NULL,
  `title_key` varchar(400) DEFAULT NULL,
  `submitted_at` datetime(3) NOT NULL,
  `at` datetime(3) NOT NULL,
  `desk_id` bigint(20) DEFAULT NULL,
  `arrived_at` datetime(3) DEFAULT NULL,
  `due_at` datetime(3) DEFAULT NULL,
  `applicant_until` datetime(3) DEFAULT NULL,
  `claim_account_id` bigint(20) DEFAULT NULL,
  `claim_name` varchar(60) DEFAULT NULL,
  `claim_until` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`order_id`,`desk`,`done`,`addressee_id`),
  KEY `q0` (`list`,`desk`,`state`,`at`,`order_id`,`kind`,`facet_a`,`facet_b`),
  KEY `q2` (`list`,`desk`,`div2`,`state`,`at`,`order_id`,`kind`,`facet_a`,`facet_b`),
  KEY `q4` (`list`,`desk`,`div4`,`state`,`at`,`order_id`,`kind`,`facet_a`,`facet_b`),
  KEY `q6` (`list`,`desk`,`div6`,`state`,`at`,`order_id`,`kind`,`facet_a`,`facet_b`),
  KEY `qa` (`list`,`desk`,`addressee_id`,`state`,`at`,`order_id`,`kind`,`facet_a`,`facet_b`),
  KEY `order_desks_dimensions` (`list`,`desk`,`state`,`facet_b`,`facet_a`,`kind`,`div6`,`at`),
  KEY `order_desks_organisation` (`organisation_id`,`list`,`desk`,`state`,`at`,`order_id`),
  KEY `order_desks_due` (`desk_id`,`list`,`due_at`,`order_id`,`kind`,`facet_a`,`facet_b`,`div6`),
  KEY `order_desks_claims` (`claim_account_id`,`desk_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `order_events` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `order_id` bigint(20) NOT NULL,
  `at` datetime(3) NOT NULL,
  `event` tinyint(3) unsigned NOT NULL,
  `desk` tinyint(3) unsigned NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `organisation_name` varchar(100) NOT NULL,
  `account_id` bigint(20) NOT NULL,
  `actor_name` varchar(60) NOT NULL,
  `via` tinyint(3) unsigned NOT NULL DEFAULT 0,
  `reason` varchar(500) DEFAULT NULL,
  `remark` varchar(500) DEFAULT NULL,
  `whole` tinyint(3) unsigned NOT NULL DEFAULT 0,
  `remarks` mediumtext DEFAULT NULL,
  `granted` mediumtext DEFAULT NULL,
  `submission_no` int(10) unsigned NOT NULL,
  `rule` tinyint(3) unsigned NOT NULL DEFAULT 0,
  `rule_set_by` varchar(60) DEFAULT NULL,
  `rule_set_at` datetime(3) DEFAULT NULL,
  `claimed_by` varchar(60) DEFAULT NULL,
  `dated` varchar(10) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `order_events_order` (`order_id`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `order_reads` (
  `day` int(10) unsigned NOT NULL,
  `account_id` bigint(20) NOT NULL,
  `order_id` bigint(20) NOT NULL,
  `what` tinyint(3) unsigned NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `at` datetime(3) NOT NULL,
  PRIMARY KEY (`day`,`account_id`,`organisation_id`,`order_id`,`what`),
  KEY `order_reads_order` (`order_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `order_versions` (
  `order_id` bigint(20) NOT NULL,
  `no` int(10) unsigned NOT NULL,
  `content` mediumtext NOT NULL,
  `unlocks` mediumtext DEFAULT NULL,
  `submitted_by` bigint(20) NOT NULL,
  `submitted_at` datetime(3) NOT NULL,
  PRIMARY KEY (`order_id`,`no`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `order_version_files` (
  `file_id` bigint(20) NOT NULL,
  `order_id` bigint(20) NOT NULL,
  `no` int(10) unsigned NOT NULL,
  PRIMARY KEY (`file_id`,`order_id`,`no`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `organisations` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `kind` tinyint(3) unsigned NOT NULL,
  `desk` tinyint(3) unsigned NOT NULL,
  `sole` tinyint(3) unsigned DEFAULT NULL,
  `name` varchar(100) NOT NULL,
  `name_key` varchar(400) NOT NULL,
  `division` mediumint(8) unsigned NOT NULL,
  `parent_id` bigint(20) DEFAULT NULL,
  `code` varchar(12) DEFAULT NULL,
  `uscc` char(18) DEFAULT NULL,
  `phone` varchar(30) DEFAULT NULL,
  `touched` bigint(20) unsigned NOT NULL DEFAULT 0,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `organisations_code` (`code`),
  UNIQUE KEY `organisations_desk` (`desk`,`division`,`sole`),
  KEY `organisations_division` (`division`),
  KEY `organisations_parent` (`parent_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `outbox` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `message_id` varchar(32) NOT NULL,
  `carrier` tinyint(3) unsigned NOT NULL,
  `message` smallint(5) unsigned NOT NULL,
  `language` tinyint(3) unsigned NOT NULL,
  `recipient` varchar(400) DEFAULT NULL,
  `params` text DEFAULT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `attempts` int(10) unsigned NOT NULL,
  `last_error` varchar(40) DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  `sent_at` datetime(3) DEFAULT NULL,
  `expires_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `outbox_message_id` (`message_id`),
  KEY `outbox_state` (`state`,`id`),
  KEY `outbox_age` (`created_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `partners` (
  `province` mediumint(8) unsigned NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `open` tinyint(3) unsigned NOT NULL,
  `version` int(10) unsigned NOT NULL,
  `changed_by` bigint(20) NOT NULL,
  `changed_at` datetime(3) NOT NULL,
  PRIMARY KEY (`province`,`organisation_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `payments` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `payment_no` varchar(64) NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `div2` tinyint(3) unsigned NOT NULL,
  `div4` smallint(5) unsigned NOT NULL,
  `division` mediumint(8) unsigned NOT NULL,
  `kind` tinyint(3) unsigned NOT NULL,
  `channel` tinyint(3) unsigned NOT NULL,
  `at` datetime(3) NOT NULL,
  `total` bigint(20) NOT NULL,
  `insurance` bigint(20) NOT NULL,
  `refunded` bigint(20) NOT NULL DEFAULT 0,
  `refunded_insurance` bigint(20) NOT NULL DEFAULT 0,
  `original_id` bigint(20) DEFAULT NULL,
  `order_no` varchar(64) DEFAULT NULL,
  `bank` varchar(60) DEFAULT NULL,
  `batch_id` bigint(20) NOT NULL,
  `settlement_id` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `payments_no` (`payment_no`),
  KEY `own` (`organisation_id`,`at`,`id`,`kind`,`channel`),
  KEY `d0` (`at`,`id`,`kind`,`channel`),
  KEY `d2` (`div2`,`at`,`id`,`kind`,`channel`),
  KEY `d4` (`div4`,`at`,`id`,`kind`,`channel`),
  KEY `d6` (`division`,`at`,`id`,`kind`,`channel`),
  KEY `payments_order` (`order_no`,`organisation_id`),
  KEY `payments_original` (`original_id`),
  KEY `payments_settlement` (`settlement_id`,`at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `payment_days` (
  `whose` tinyint(3) unsigned NOT NULL,
  `id` bigint(20) NOT NULL,
  `day` int(10) unsigned NOT NULL,
  `channel` tinyint(3) unsigned NOT NULL,
  `payments` bigint(20) NOT NULL,
  `refunds` bigint(20) NOT NULL,
  `paid` bigint(20) NOT NULL,
  `paid_insurance` bigint(20) NOT NULL,
  `refunded` bigint(20) NOT NULL,
  `refunded_insurance` bigint(20) NOT NULL,
  PRIMARY KEY (`whose`,`id`,`day`,`channel`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `persons` (
  `account_id` bigint(20) NOT NULL,
  `id_mac` binary(32) DEFAULT NULL,
  `unified_mac` binary(32) DEFAULT NULL,
  `id_sealed` varchar(160) DEFAULT NULL,
  `phone_mac` binary(32) DEFAULT NULL,
  `phone_sealed` varchar(160) DEFAULT NULL,
  `mail_sealed` varchar(400) DEFAULT NULL,
  `subject` varchar(64) DEFAULT NULL,
  `updated_at` datetime(3) NOT NULL,
  PRIMARY KEY (`account_id`),
  UNIQUE KEY `persons_unified` (`unified_mac`),
  KEY `persons_id` (`id_mac`),
  KEY `persons_phone` (`phone_mac`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `preferences` (
  `account_id` bigint(20) NOT NULL,
  `name` varchar(40) NOT NULL,
  `value` mediumtext NOT NULL,
  `updated_at` datetime(3) NOT NULL,
  PRIMARY KEY (`account_id`,`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `proven_phones` (
  `organisation_id` bigint(20) NOT NULL,
  `phone_mac` binary(32) NOT NULL,
  `account_id` bigint(20) NOT NULL,
  `proven_at` datetime(3) NOT NULL,
  PRIMARY KEY (`organisation_id`,`phone_mac`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `pushes` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `push_id` varchar(32) NOT NULL,
  `order_id` bigint(20) NOT NULL,
  `version` int(10) unsigned NOT NULL,
  `submission_no` int(10) unsigned NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `attempts` int(10) unsigned NOT NULL DEFAULT 0,
  `last_error` varchar(40) DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  `expires_at` datetime(3) NOT NULL,
  `acknowledged_at` datetime(3) DEFAULT NULL,
  `decided` binary(32) DEFAULT NULL,
  `answer` text DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `pushes_push_id` (`push_id`),
  UNIQUE KEY `pushes_order` (`order_id`,`organisation_id`,`version`),
  KEY `pushes_state` (`state`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `qr_codes` (
  `id` varchar(24) NOT NULL,
  `secret_digest` binary(32) NOT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `reason` tinyint(3) unsigned NOT NULL DEFAULT 0,
  `number` tinyint(3) unsigned NOT NULL DEFAULT 0,
  `tries` tinyint(3) unsigned NOT NULL DEFAULT 0,
  `credential` tinyint(3) unsigned NOT NULL DEFAULT 0,
  `reattached` tinyint(3) unsigned NOT NULL DEFAULT 0,
  `device` varchar(120) NOT NULL,
  `address` varchar(45) NOT NULL,
  `app` varchar(60) DEFAULT NULL,
  `subject` varchar(64) DEFAULT NULL,
  `who` varchar(60) DEFAULT NULL,
  `id_mac` binary(32) DEFAULT NULL,
  `claims` text DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  `expires_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `qr_codes_age` (`created_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `rates` (
  `act` tinyint(3) unsigned NOT NULL,
  `subject` bigint(20) NOT NULL,
  `began_at` datetime(3) NOT NULL,
  `n` int(10) unsigned NOT NULL,
  PRIMARY KEY (`act`,`subject`),
  KEY `rates_age` (`act`,`began_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `records` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `kind` tinyint(3) unsigned NOT NULL,
  `list` tinyint(3) unsigned NOT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `addressee_id` bigint(20) NOT NULL,
  `div2` tinyint(3) unsigned NOT NULL,
  `div4` smallint(5) unsigned NOT NULL,
  `division` mediumint(8) unsigned NOT NULL,
  `identity` binary(32) NOT NULL,
  `code` varchar(24) DEFAULT NULL,
  `title` varchar(100) DEFAULT NULL,
  `title_key` varchar(400) DEFAULT NULL,
  `uscc` char(18) DEFAULT NULL,
  `valid_until` date DEFAULT NULL,
  `version` int(10) unsigned NOT NULL,
  `order_id` bigint(20) NOT NULL,
  `submission_no` int(10) unsigned NOT NULL,
  `created_at` datetime(3) NOT NULL,
  `updated_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `records_identity` (`kind`,`identity`),
  UNIQUE KEY `records_code` (`code`),
  KEY `records_organisation` (`organisation_id`,`kind`,`id`),
  KEY `r0` (`list`,`id`,`kind`,`state`),
  KEY `r2` (`list`,`div2`,`id`,`kind`,`state`),
  KEY `r4` (`list`,`div4`,`id`,`kind`,`state`),
  KEY `r6` (`list`,`division`,`id`,`kind`,`state`),
  KEY `ra` (`list`,`addressee_id`,`id`,`kind`,`state`),
  KEY `s0` (`list`,`state`,`id`,`kind`),
  KEY `s2` (`list`,`state`,`div2`,`id`,`kind`),
  KEY `s4` (`list`,`state`,`div4`,`id`,`kind`),
  KEY `s6` (`list`,`state`,`division`,`id`,`kind`),
  KEY `sa` (`list`,`state`,`addressee_id`,`id`,`kind`),
  KEY `records_until` (`list`,`valid_until`,`id`),
  KEY `records_uscc` (`uscc`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `record_versions` (
  `record_id` bigint(20) NOT NULL,
  `no` int(10) unsigned NOT NULL,
  `order_id` bigint(20) NOT NULL,
  `submission_no` int(10) unsigned NOT NULL,
  `granted` mediumtext DEFAULT NULL,
  `at` datetime(3) NOT NULL,
  PRIMARY KEY (`record_id`,`no`),
  KEY `record_versions_order` (`order_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `review_permissions` (
  `organisation_id` bigint(20) NOT NULL,
  `list` smallint(5) unsigned NOT NULL,
  `order_id` bigint(20) DEFAULT NULL,
  `granted_at` datetime(3) NOT NULL,
  PRIMARY KEY (`organisation_id`,`list`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `review_switches` (
  `division` mediumint(8) unsigned NOT NULL,
  `kind` tinyint(3) unsigned NOT NULL,
  `automatic` tinyint(3) unsigned NOT NULL,
  `version` int(10) unsigned NOT NULL,
  `changed_by` bigint(20) NOT NULL,
  `changed_at` datetime(3) NOT NULL,
  PRIMARY KEY (`division`,`kind`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `schema_migrations` (
  `version` int(11) NOT NULL,
  `title` varchar(80) NOT NULL,
  `checksum` char(64) NOT NULL,
  `dirty` tinyint(3) unsigned NOT NULL,
  `applied_at` datetime(3) NOT NULL,
  PRIMARY KEY (`version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `schema_migration_lock` (
  `id` tinyint(3) unsigned NOT NULL,
  `holder` varchar(120) DEFAULT NULL,
  `since` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `sealed_files` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `file_id` bigint(20) NOT NULL,
  `order_id` bigint(20) NOT NULL,
  `submission_no` int(10) unsigned NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `organisation_name` varchar(100) NOT NULL,
  `division` mediumint(8) unsigned NOT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `decrypted` tinyint(3) unsigned NOT NULL DEFAULT 0,
  `size` bigint(20) NOT NULL DEFAULT 0,
  `sha256` binary(32) DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  `sealed_at` datetime(3) DEFAULT NULL,
  `voided_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `sealed_files_once` (`order_id`,`submission_no`,`file_id`,`organisation_id`),
  KEY `sealed_files_sha256` (`sha256`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `serials` (
  `kind` tinyint(3) unsigned NOT NULL,
  `division` mediumint(8) unsigned NOT NULL,
  `day` int(10) unsigned NOT NULL,
  `n` int(10) unsigned NOT NULL,
  PRIMARY KEY (`kind`,`division`,`day`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `sessions` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `account_id` bigint(20) NOT NULL,
  `refresh_digest` binary(32) NOT NULL,
  `previous_digest` binary(32) DEFAULT NULL,
  `previous_until` datetime(3) DEFAULT NULL,
  `file_digest` binary(32) NOT NULL,
  `device` varchar(120) NOT NULL,
  `address` varchar(45) NOT NULL,
  `by_app` tinyint(3) unsigned NOT NULL DEFAULT 0,
  `created_at` datetime(3) NOT NULL,
  `last_seen_at` datetime(3) NOT NULL,
  `ends_at` datetime(3) NOT NULL,
  `ended_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `sessions_account` (`account_id`,`ended_at`),
  KEY `sessions_ends` (`ends_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `settlements` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `settlement_no` varchar(64) NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `div2` tinyint(3) unsigned NOT NULL,
  `div4` smallint(5) unsigned NOT NULL,
  `division` mediumint(8) unsigned NOT NULL,
  `bank` varchar(60) NOT NULL,
  `account` varchar(160) NOT NULL,
  `account_shown` varchar(40) NOT NULL,
  `account_tail` char(4) NOT NULL,
  `account_mac` binary(32) NOT NULL,
  `period_from` date NOT NULL,
  `period_to` date NOT NULL,
  `amount` bigint(20) NOT NULL,
  `payments` int(10) unsigned NOT NULL,
  `state` tinyint(3) unsigned NOT NULL,
  `at` datetime(3) NOT NULL,
  `batch_id` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `settlements_no` (`settlement_no`),
  KEY `own` (`organisation_id`,`period_to`,`id`,`state`,`amount`),
  KEY `d0` (`period_to`,`id`,`state`,`amount`),
  KEY `d2` (`div2`,`period_to`,`id`,`state`,`amount`),
  KEY `d4` (`div4`,`period_to`,`id`,`state`,`amount`),
  KEY `d6` (`division`,`period_to`,`id`,`state`,`amount`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `sms_codes` (
  `ticket` varchar(32) NOT NULL,
  `purpose` tinyint(3) unsigned NOT NULL,
  `phone_mac` binary(32) NOT NULL,
  `subject_id` bigint(20) NOT NULL,
  `code_mac` binary(32) NOT NULL,
  `tries` int(10) unsigned NOT NULL,
  `spent` tinyint(3) unsigned NOT NULL,
  `created_at` datetime(3) NOT NULL,
  `expires_at` datetime(3) NOT NULL,
  PRIMARY KEY (`ticket`),
  KEY `sms_codes_age` (`created_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `store_identity` (
  `one` tinyint(3) unsigned NOT NULL,
  `id` varchar(32) NOT NULL,
  PRIMARY KEY (`one`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `supplements` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `order_id` bigint(20) NOT NULL,
  `desk` tinyint(3) unsigned NOT NULL,
  `organisation_id` bigint(20) NOT NULL,
  `account_id` bigint(20) NOT NULL,
  `actor_name` varchar(60) NOT NULL,
  `asked_at` datetime(3) NOT NULL,
  `until` datetime(3) NOT NULL,
  `days_left` int(10) unsigned NOT NULL,
  `ended_at` datetime(3) DEFAULT NULL,
  `how` tinyint(3) unsigned DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `supplements_order` (`order_id`,`desk`,`id`),
  KEY `supplements_until` (`ended_at`,`until`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

