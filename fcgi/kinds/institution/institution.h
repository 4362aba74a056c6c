/*
 * Institution records (INST-1 to INST-5): what a medical institution or a
 * pharmacy has on file, entered once, reviewed by its district, changed by the
 * same review. An approval writes the record and assigns the national code.
 */
#ifndef LIANGDING_KINDS_INSTITUTION_H
#define LIANGDING_KINDS_INSTITUTION_H

#include "app/kind/kind.h"
#include "lib/tree.h"

extern const struct kind medical_registration, medical_change,
    pharmacy_registration, pharmacy_change;

extern const struct form medical_registration_form, medical_change_form,
    pharmacy_registration_form, pharmacy_change_form;

extern const struct words institution_licence_words, institution_pooling_words,
    institution_nature_words, institution_category_words,
    institution_grade_words, institution_rank_words,
    institution_affiliation_words, institution_economy_words,
    institution_operation_words, institution_trading_words,
    institution_identity_paper_words, institution_proof_words;
extern const struct tree institution_subjects;

#endif
