/*
 * The dossier of an order (REVIEW-10) as an export's file: the order as the
 * one who asked sees it, its papers, their sealed copies, and a list of them.
 */
#ifndef LIANGDING_JOBS_DOSSIER_H
#define LIANGDING_JOBS_DOSSIER_H

#include "app/export/export.h"
#include "app/order/order_document.h"
#include "jobs/run.h"

/* Writes the export of the job, and ends that. */
void dossier_write(struct turn *t, const struct export *e);

/* The order itself as a PDF; false when it could not be drawn. */
bool dossier_draw(struct request *r, const struct order_document *d,
    bool english, struct buf *out);
/* "2026-11-27 11:04" in Shanghai, from mem. */
const char *dossier_time(struct arena *mem, struct moment m);
/* What was sent, as its reader sees it. */
const struct json *dossier_content(const struct order_document *d);

#endif
