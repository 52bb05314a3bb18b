/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIP_WORDS_H
#define DSMIP_WORDS_H

#include <stddef.h>

#define DSMIP_MAX_WORDS	40

/**
 * struct dsmip_words - words of which one is meant
 * @n: how many
 * @word: the words
 * @means: what each of them stands for; several may stand for the same
 */
struct dsmip_words {
	size_t n;
	const char *word[DSMIP_MAX_WORDS];
	int means[DSMIP_MAX_WORDS];
};

#define DSMIP_WORDS_UNKNOWN		(-1)
#define DSMIP_WORDS_AMBIGUOUS	(-2)

void dsmip_words_add(struct dsmip_words *words, const char *word,
		     int means);
int dsmip_words_find(const struct dsmip_words *words, const char *text);
const char *dsmip_words_guess(const struct dsmip_words *words,
			      const char *text);
const char *dsmip_words_list(const struct dsmip_words *words,
			     const char *text, char *buf, size_t size);

#endif /* DSMIP_WORDS_H */
