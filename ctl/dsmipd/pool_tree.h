/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What of a range of addresses is taken, as a binary tree over the bits of the
 * address: a part that is free has no node.  Blocks of all lengths live in it
 * side by side and never overlap.
 */
#ifndef DSMIPD_POOL_TREE_H
#define DSMIPD_POOL_TREE_H

#include <stdint.h>

struct dsmipd_pool_node;

/**
 * struct dsmipd_pool_tree - a range
 * @root: the range as a whole, NULL if all of it is free
 * @len: its prefix length
 */
struct dsmipd_pool_tree {
	struct dsmipd_pool_node *root;
	uint8_t len;
};

void dsmipd_pool_tree_free(struct dsmipd_pool_tree *tree);
int dsmipd_pool_tree_add(struct dsmipd_pool_tree *tree, const uint8_t *addr,
			 uint8_t len, void *owner);
int dsmipd_pool_tree_room(const struct dsmipd_pool_tree *tree, uint8_t *addr,
			  uint8_t len);
void *dsmipd_pool_tree_find(const struct dsmipd_pool_tree *tree,
			    const uint8_t *addr, uint8_t len);
int dsmipd_pool_tree_del(struct dsmipd_pool_tree *tree, const uint8_t *addr,
			 uint8_t len);

#endif /* DSMIPD_POOL_TREE_H */
