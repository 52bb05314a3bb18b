/* SPDX-License-Identifier: GPL-2.0 */
/* Limits on messages a second. */
#ifndef DSMIPD_BUCKET_H
#define DSMIPD_BUCKET_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

/**
 * struct dsmipd_bucket - a limit on messages a second
 * @rate: messages a second, and at once after a while of silence
 * @level: thousandths of messages that may be sent now
 * @last: when @level was right, milliseconds
 */
struct dsmipd_bucket {
	uint32_t rate;
	uint64_t level;
	uint64_t last;
};

struct dsmipd_bucket_table;

bool dsmipd_bucket_take(struct dsmipd_bucket *bucket, uint64_t now);

int dsmipd_bucket_table_new(struct dsmipd_bucket_table **table);
void dsmipd_bucket_table_free(struct dsmipd_bucket_table *table);
bool dsmipd_bucket_table_take(struct dsmipd_bucket_table *table,
			      struct in_addr source, uint32_t rate,
			      uint64_t now);

#endif /* DSMIPD_BUCKET_H */
