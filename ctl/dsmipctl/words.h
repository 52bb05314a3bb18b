/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIPCTL_WORDS_H
#define DSMIPCTL_WORDS_H

#include <stddef.h>

#define DSMIPCTL_MAX_WORDS	40

/**
 * struct dsmipctl_words - words of which one is meant
 * @n: how many
 * @word: the words
 * @means: what each of them stands for; several may stand for the same
 */
struct dsmipctl_words {
	size_t n;
	const char *word[DSMIPCTL_MAX_WORDS];
	int means[DSMIPCTL_MAX_WORDS];
};

#define DSMIPCTL_WORDS_UNKNOWN		(-1)
#define DSMIPCTL_WORDS_AMBIGUOUS	(-2)

void dsmipctl_words_add(struct dsmipctl_words *words, const char *word,
			int means);
int dsmipctl_words_find(const struct dsmipctl_words *words, const char *text);
const char *dsmipctl_words_guess(const struct dsmipctl_words *words,
				 const char *text);
const char *dsmipctl_words_list(const struct dsmipctl_words *words,
				const char *text, char *buf, size_t size);

#endif /* DSMIPCTL_WORDS_H */
