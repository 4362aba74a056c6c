/*
 * Every kind of job that is the product's own: one row each, which says its
 * lane, what it does, how often it is tried and how long it may be unheard of.
 * A kind of order brings its own by its row (kinds.c).
 */
#include "app/account_proof/account_proof.h"
#include "app/batch/batch.h"
#include "app/connection/connection.h"
#include "app/document/document.h"
#include "app/export/export.h"
#include "app/job/job.h"
#include "app/notice/notice.h"
#include "app/outbox/outbox.h"
#include "app/seal/seal.h"
#include "app/supplement/supplement.h"

const struct job_kind *const job_kinds[] = {
	&export_job,
	&outbox_mail_job,
	&outbox_sms_job,
	&batch_job,
	&notice_job,
	&notice_due_job,
	&supplement_job,
	&account_proof_job,
	&document_job,
	&seal_job,
	&push_job,
	NULL,
};
