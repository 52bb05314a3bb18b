/* SPDX-License-Identifier: GPL-2.0 */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dsmip/libdsmip.h"

/* Packets of one figure: so many, to so many nodes at most. */
#define BENCH_PACKETS	4096

/**
 * struct bench_format - an encapsulation that is measured
 * @name: as in the results
 * @inner: family of the inner header, AF_INET or AF_INET6
 * @outer: family of the outer header, or AF_UNSPEC: plain IP
 * @encap: enum dsmip_encap, or 0
 */
struct bench_format {
	const char *name;
	uint8_t inner;
	uint8_t outer;
	uint8_t encap;
};

/**
 * struct bench_frame - an Ethernet frame
 * @data: from the Ethernet header on
 * @len: bytes
 */
struct bench_frame {
	uint8_t *data;
	size_t len;
};

/* plan.c: which node has which addresses */
extern const struct dsmip_addr bench_agent4, bench_agent6;
extern const struct dsmip_addr bench_peer4, bench_peer6;

const struct bench_format *bench_format(const char *name);
const struct dsmip_addr *bench_agent(uint8_t family);
const struct dsmip_addr *bench_peer(uint8_t family);
void bench_home(uint8_t family, uint32_t node, struct dsmip_addr *addr);
void bench_coa(uint8_t family, uint32_t node, struct dsmip_addr *addr);
void bench_draw(uint32_t nodes, uint32_t draw[BENCH_PACKETS]);

/* frame.c */
void bench_frame_make(const struct bench_format *format, bool up, size_t size,
		      uint32_t node, const uint8_t mac[6],
		      struct bench_frame *frame);

/* packets.c */
int bench_tap_open(const char *name, uint8_t mac[6]);
void bench_frames_send(int fd, const struct bench_frame *frames, size_t count);
double bench_middle(uint64_t *took, size_t n);

/* main.c */
uint64_t bench_now(void);
uint32_t bench_number(const char *text);
void bench_die(const char *format, ...)
	__attribute__((noreturn, format(printf, 1, 2)));

/* The commands: what follows their name */
int bench_packets(char **argv);
int bench_visit(char **argv);
int bench_loop(char **argv);
int bench_pair(char **argv);
int bench_put(char **argv);
int bench_drawn(char **argv);
int bench_dump(char **argv);
int bench_spent(char **argv);
int bench_hold(char **argv);

#endif /* BENCH_H */
