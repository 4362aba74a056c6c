/*
 * The merchant centre's entry (MERCH-2 to MERCH-6): an institution gives its
 * settlement accounts and business registration and chooses a clearing bank of
 * its province; that bank opens mobile payment under a contract, or says what
 * is wrong. The contract is a record; a change of it goes the same way, and it
 * stays in force until that is approved.
 */
#ifndef LIANGDING_KINDS_MERCHANT_H
#define LIANGDING_KINDS_MERCHANT_H

#include "app/kind/kind.h"

extern const struct kind merchant_entry, merchant_change;

extern const struct form merchant_entry_form, merchant_change_form,
    merchant_contract_form;
extern const struct words merchant_proof_words, merchant_paper_words,
    merchant_channel_words;

#endif
