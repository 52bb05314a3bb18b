// SPDX-License-Identifier: GPL-2.0
/* What of a range of addresses is taken. */

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "pool_tree.h"

#define POOL_TREE_DEPTH		129
#define POOL_TREE_FULL		UINT8_MAX

/**
 * struct dsmipd_pool_node - a part of the range of which something is taken
 * @child: its halves, NULL if free
 * @owner: of a leaf: who has all of it
 * @best: length of the shortest free prefix in it, or POOL_TREE_FULL
 * @leaf: it is taken as a whole
 */
struct dsmipd_pool_node {
	union {
		struct dsmipd_pool_node *child[2];
		void *owner;
	};
	uint8_t best;
	bool leaf;
};

static unsigned int pool_tree_bit(const uint8_t *addr, unsigned int bit)
{
	return addr[bit / 8] >> (7 - bit % 8) & 1;
}

static void pool_tree_set_bit(uint8_t *addr, unsigned int bit,
			      unsigned int value)
{
	uint8_t mask = 1 << (7 - bit % 8);

	addr[bit / 8] = (addr[bit / 8] & ~mask) | (value ? mask : 0);
}

static uint8_t pool_tree_best(const struct dsmipd_pool_node *node, uint8_t len)
{
	return node ? node->best : len;
}

static void pool_tree_destroy(struct dsmipd_pool_node *node)
{
	if (!node)
		return;
	if (!node->leaf) {
		pool_tree_destroy(node->child[0]);
		pool_tree_destroy(node->child[1]);
	}
	free(node);
}

/**
 * dsmipd_pool_tree_free() - forget everything that is taken
 * @tree: the range
 */
void dsmipd_pool_tree_free(struct dsmipd_pool_tree *tree)
{
	pool_tree_destroy(tree->root);
	tree->root = NULL;
}

/*
 * From the bottom of a way to its top: take away what has become free, and
 * tell what is left of the rest.  Returns the length of the free part that the
 * bottom of the way now belongs to.
 */
static uint8_t pool_tree_settle(const struct dsmipd_pool_tree *tree,
				struct dsmipd_pool_node ***way, uint8_t len)
{
	uint8_t free_len = len;
	uint8_t at = len;

	while (at-- > tree->len) {
		struct dsmipd_pool_node *node = *way[at];
		uint8_t a = pool_tree_best(node->child[0], at + 1);
		uint8_t b = pool_tree_best(node->child[1], at + 1);

		if (node->child[0] || node->child[1]) {
			node->best = a < b ? a : b;
			continue;
		}
		free(node);
		*way[at] = NULL;
		free_len = at;
	}
	return free_len;
}

/**
 * dsmipd_pool_tree_add() - take a block
 * @tree: the range
 * @addr: first address of the block, network order; it lies in the range
 * @len: prefix length of the block, not shorter than that of the range
 * @owner: who takes it
 *
 * Return: prefix length of the free block that it is cut from; -EEXIST if any
 * of it is taken; -ENOMEM.
 */
int dsmipd_pool_tree_add(struct dsmipd_pool_tree *tree, const uint8_t *addr,
			 uint8_t len, void *owner)
{
	struct dsmipd_pool_node **way[POOL_TREE_DEPTH];
	struct dsmipd_pool_node **at = &tree->root;
	int cut = -1;
	uint8_t bit;
	int ret;

	for (bit = tree->len; ; bit++) {
		way[bit] = at;
		if (*at && (bit == len || (*at)->leaf)) {
			ret = -EEXIST;
			break;
		}
		if (!*at) {
			if (cut < 0)
				cut = bit;
			*at = calloc(1, sizeof(**at));
			ret = -ENOMEM;
			if (!*at)
				break;
		}
		if (bit == len) {
			(*at)->leaf = true;
			(*at)->best = POOL_TREE_FULL;
			(*at)->owner = owner;
			ret = cut;
			break;
		}
		at = &(*at)->child[pool_tree_bit(addr, bit)];
	}
	pool_tree_settle(tree, way, bit);
	return ret;
}

/**
 * dsmipd_pool_tree_room() - find a free block
 * @tree: the range
 * @addr: an address of the range, network order; the bits beyond the range's
 *	prefix are set to the first address of the block
 * @len: prefix length of the block, not shorter than that of the range
 *
 * Of two halves with room that is taken whose largest free part is smaller, so
 * that large parts stay whole; of equal ones that with the lower addresses.
 *
 * Return: 0, or -ENOSPC.
 */
int dsmipd_pool_tree_room(const struct dsmipd_pool_tree *tree, uint8_t *addr,
			  uint8_t len)
{
	const struct dsmipd_pool_node *node = tree->root;
	unsigned int bit;

	if (pool_tree_best(node, tree->len) > len)
		return -ENOSPC;
	for (bit = tree->len; bit < len; bit++) {
		unsigned int side = 0;

		if (node) {
			uint8_t a = pool_tree_best(node->child[0], bit + 1);
			uint8_t b = pool_tree_best(node->child[1], bit + 1);

			side = a > len || (b <= len && b > a);
			node = node->child[side];
		}
		pool_tree_set_bit(addr, bit, side);
	}
	return 0;
}

/**
 * dsmipd_pool_tree_find() - who has a block
 * @tree: the range
 * @addr: first address of the block, network order; it lies in the range
 * @len: prefix length of the block, not shorter than that of the range
 *
 * Return: who has just this block; NULL if nobody has.
 */
void *dsmipd_pool_tree_find(const struct dsmipd_pool_tree *tree,
			    const uint8_t *addr, uint8_t len)
{
	const struct dsmipd_pool_node *node = tree->root;
	unsigned int bit;

	for (bit = tree->len; node && !node->leaf && bit < len; bit++)
		node = node->child[pool_tree_bit(addr, bit)];
	return node && node->leaf && bit == len ? node->owner : NULL;
}

/**
 * dsmipd_pool_tree_del() - give a block back
 * @tree: the range
 * @addr: first address of the block, network order; it lies in the range
 * @len: prefix length of the block, not shorter than that of the range
 *
 * Return: prefix length of the free block that it is now a part of; -ENOENT if
 * nobody had just this block.
 */
int dsmipd_pool_tree_del(struct dsmipd_pool_tree *tree, const uint8_t *addr,
			 uint8_t len)
{
	struct dsmipd_pool_node **way[POOL_TREE_DEPTH];
	struct dsmipd_pool_node **at = &tree->root;
	uint8_t bit;

	for (bit = tree->len; *at && !(*at)->leaf && bit < len; bit++) {
		way[bit] = at;
		at = &(*at)->child[pool_tree_bit(addr, bit)];
	}
	if (!*at || !(*at)->leaf || bit != len)
		return -ENOENT;
	free(*at);
	*at = NULL;
	return pool_tree_settle(tree, way, len);
}
