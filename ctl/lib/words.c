// SPDX-License-Identifier: GPL-2.0
/* Which word is meant: unique prefixes, and guesses at misspelt ones. */

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "words.h"

#define WORDS_LEN	32

/**
 * dsmip_words_add() - add a word
 * @words: the words
 * @word: the word; NULL is no word
 * @means: what it stands for, not negative
 */
void dsmip_words_add(struct dsmip_words *words, const char *word,
		     int means)
{
	if (!word || words->n == DSMIP_MAX_WORDS)
		return;
	words->word[words->n] = word;
	words->means[words->n++] = means;
}

/**
 * dsmip_words_find() - find a word or the only one that begins so
 * @words: the words
 * @text: the word, or its beginning
 *
 * Words that another one begins, as "home" does "home-tunnel", have to be
 * spelt until they differ from it: what was short enough for a word stays so
 * when longer ones are added.
 *
 * Return: what it stands for, DSMIP_WORDS_UNKNOWN or
 * DSMIP_WORDS_AMBIGUOUS.
 */
int dsmip_words_find(const struct dsmip_words *words, const char *text)
{
	int found = DSMIP_WORDS_UNKNOWN;
	const char *shortest = NULL;
	size_t len = strlen(text);

	for (size_t i = 0; len && i < words->n; i++) {
		if (strncmp(words->word[i], text, len) ||
		    (shortest && strlen(shortest) <= strlen(words->word[i])))
			continue;
		shortest = words->word[i];
		found = words->means[i];
	}
	for (size_t i = 0; shortest && i < words->n; i++) {
		if (!strncmp(words->word[i], text, len) &&
		    words->means[i] != found &&
		    strncmp(words->word[i], shortest, strlen(shortest)))
			return DSMIP_WORDS_AMBIGUOUS;
	}
	return found;
}

/* Letters to change, add, remove or swap with their neighbour. */
static unsigned int words_distance(const char *a, const char *b)
{
	unsigned int d[WORDS_LEN + 1][WORDS_LEN + 1];
	size_t n = strlen(a), m = strlen(b);

	if (n > WORDS_LEN || m > WORDS_LEN)
		return UINT32_MAX;
	for (size_t i = 0; i <= n; i++)
		d[i][0] = i;
	for (size_t j = 0; j <= m; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		for (size_t j = 1; j <= m; j++) {
			unsigned int best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);

			if (d[i - 1][j] + 1 < best)
				best = d[i - 1][j] + 1;
			if (d[i][j - 1] + 1 < best)
				best = d[i][j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	}
	return d[n][m];
}

/**
 * dsmip_words_guess() - find the word that may have been misspelt
 * @words: the words
 * @text: what was typed
 *
 * Return: the word, or NULL if none is near.
 */
const char *dsmip_words_guess(const struct dsmip_words *words,
			      const char *text)
{
	unsigned int best = 3;
	const char *guess = NULL;

	for (size_t i = 0; i < words->n; i++) {
		unsigned int d = words_distance(text, words->word[i]);

		if (d < best && d < strlen(words->word[i]) - 1) {
			best = d;
			guess = words->word[i];
		}
	}
	return guess;
}

/**
 * dsmip_words_list() - list the words that begin so
 * @words: the words
 * @text: the beginning, "" for all
 * @buf: where the list goes
 * @size: room there
 *
 * Return: @buf.
 */
const char *dsmip_words_list(const struct dsmip_words *words,
			     const char *text, char *buf, size_t size)
{
	size_t len = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < words->n && len < size; i++) {
		if (!strncmp(words->word[i], text, strlen(text)))
			len += snprintf(buf + len, size - len, "%s%s",
					len ? ", " : "", words->word[i]);
	}
	return buf;
}
