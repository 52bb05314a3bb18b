// SPDX-License-Identifier: GPL-2.0
/* A plugin of QEMU's: how many instructions each block of code executes, by
 * process and system call, while dsmipload plays nodes.
 *
 *   -plugin profile.so,out=FILE,agent=DSMIPD,load=DSMIPLOAD,begin=HEX,end=HEX,symbols=FILE
 *
 * begin and end are functions of dsmipload; each time that end is reached what
 * was counted goes to FILE.0, FILE.1 and so on.  A line of text has the block's
 * address, whose code it is (1: dsmipd, 2: dsmipload, 0: of neither), its
 * instructions, whose process and system call it was executed in, and how often.
 *
 * The guest must have one processor and no randomisation.  Both programs are at
 * the same address; what they have there tells which one it is.  symbols is what
 * the guest has written by the time that dsmipload begins, see profile-guest.sh.
 */

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qemu-plugin.h"

#define PROFILE_BASE	0x555555554000ULL	/* of a program */
#define PROFILE_LIBS	0x700000000000ULL	/* of what is above it */
#define PROFILE_CALLS	64
#define PROFILE_PLACES	16
#define PROFILE_SHARED	(-1)

enum profile_program {
	PROFILE_NEITHER,
	PROFILE_AGENT,
	PROFILE_LOAD,
	PROFILE_PROGRAMS,
};

/**
 * struct profile_place - a process and system call, and how often
 * @place: process times PROFILE_CALLS, and the system call
 * @count: how often
 */
struct profile_place {
	unsigned int place;
	uint64_t count;
};

/**
 * struct profile_block - a block of code
 * @next: the next one
 * @pc: its address
 * @n: its instructions
 * @program: whose it is, or PROFILE_SHARED
 * @call: the system call that begins with it, or 0
 * @begins: dsmipload begins with it
 * @ends: dsmipload ends with it
 * @n_places: where it was executed
 * @places: these, the last one of them for all that have no room
 */
struct profile_block {
	struct profile_block *next;
	uint64_t pc;
	size_t n;
	int program;
	unsigned int call;
	bool begins;
	bool ends;
	unsigned int n_places;
	struct profile_place places[PROFILE_PLACES];
};

int qemu_plugin_version = 1;

static struct profile_block *profile_blocks;
static const char *profile_out, *profile_symbols;
static uint64_t profile_begin, profile_end;
static unsigned int profile_program, profile_call, profile_dumps;
static bool profile_running, profile_known;
static unsigned int profile_n_calls;

static struct {
	uint64_t pc;
	char name[64];
} profile_calls[PROFILE_CALLS];

static struct {
	const uint8_t *data;
	size_t size;
} profile_programs[PROFILE_PROGRAMS];

static unsigned int profile_find_call(uint64_t pc)
{
	unsigned int i;

	for (i = 1; i <= profile_n_calls; i++)
		if (profile_calls[i].pc == pc)
			return i;
	return 0;
}

/* System calls, and where the kernel goes on for another process. */
static void profile_learn(void)
{
	FILE *file = fopen(profile_symbols, "r");
	struct profile_block *block;
	char line[256];
	unsigned int n;

	while (file && profile_n_calls < PROFILE_CALLS - 1 &&
	       fgets(line, sizeof(line), file)) {
		n = profile_n_calls + 1;
		if (sscanf(line, "call %lx %63s", &profile_calls[n].pc,
			   profile_calls[n].name) == 2)
			profile_n_calls = n;
	}
	if (file)
		fclose(file);
	for (block = profile_blocks; block; block = block->next)
		block->call = profile_find_call(block->pc);
	profile_known = true;
}

static void profile_dump(void)
{
	struct profile_block *block;
	char path[512];
	unsigned int i;
	FILE *file;

	snprintf(path, sizeof(path), "%s.%u", profile_out, profile_dumps++);
	file = fopen(path, "w");
	if (!file)
		return;
	for (i = 1; i <= profile_n_calls; i++)
		fprintf(file, "call %u %s\n", i, profile_calls[i].name);
	for (block = profile_blocks; block; block = block->next) {
		for (i = 0; i < block->n_places; i++)
			fprintf(file, "%lx %d %zu %u %u %lu\n", block->pc,
				block->program, block->n,
				block->places[i].place / PROFILE_CALLS,
				block->places[i].place % PROFILE_CALLS,
				block->places[i].count);
		block->n_places = 0;
	}
	fclose(file);
}

static void profile_count(struct profile_block *block)
{
	unsigned int place = profile_program * PROFILE_CALLS + profile_call;
	unsigned int i;

	for (i = 0; i < block->n_places; i++) {
		if (block->places[i].place == place ||
		    i == PROFILE_PLACES - 1) {
			block->places[i].count++;
			return;
		}
	}
	block->places[i] = (struct profile_place){ place, 1 };
	block->n_places++;
}

static void profile_exec(unsigned int cpu, void *arg)
{
	struct profile_block *block = arg;

	(void)cpu;
	if (block->pc >> 63) {
		if (block->call)
			profile_call = block->call;
	} else {
		profile_call = 0;
		if (block->program != PROFILE_SHARED)
			profile_program = block->program;
		if (block->begins && !profile_known)
			profile_learn();
		profile_running |= block->begins;
		if (block->ends && profile_running) {
			profile_running = false;
			profile_dump();
		}
	}
	if (profile_running)
		profile_count(block);
}

static bool profile_is(const struct qemu_plugin_tb *tb, size_t n,
		       enum profile_program program)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const struct qemu_plugin_insn *insn =
			qemu_plugin_tb_get_insn(tb, i);
		uint64_t off = qemu_plugin_insn_vaddr(insn) - PROFILE_BASE;
		size_t size = qemu_plugin_insn_size(insn);

		if (off + size > profile_programs[program].size ||
		    memcmp(profile_programs[program].data + off,
			   qemu_plugin_insn_data(insn), size))
			return false;
	}
	return true;
}

static int profile_whose(const struct qemu_plugin_tb *tb, uint64_t pc, size_t n)
{
	if (pc >= PROFILE_LIBS)
		return PROFILE_SHARED;
	if (profile_is(tb, n, PROFILE_AGENT))
		return PROFILE_AGENT;
	return profile_is(tb, n, PROFILE_LOAD) ? PROFILE_LOAD : PROFILE_NEITHER;
}

static void profile_translate(uint64_t id, struct qemu_plugin_tb *tb)
{
	struct profile_block *block = calloc(1, sizeof(*block));

	(void)id;
	if (!block)
		abort();
	block->pc = qemu_plugin_tb_vaddr(tb);
	block->n = qemu_plugin_tb_n_insns(tb);
	if (block->pc >> 63) {
		block->call = profile_find_call(block->pc);
	} else {
		block->program = profile_whose(tb, block->pc, block->n);
		block->begins = block->program == PROFILE_LOAD &&
				block->pc == PROFILE_BASE + profile_begin;
		block->ends = block->program == PROFILE_LOAD &&
			      block->pc == PROFILE_BASE + profile_end;
	}
	block->next = profile_blocks;
	profile_blocks = block;
	qemu_plugin_register_vcpu_tb_exec_cb(tb, profile_exec,
					     QEMU_PLUGIN_CB_NO_REGS, block);
}

static bool profile_map(enum profile_program program, const char *path)
{
	int fd = open(path, O_RDONLY);
	struct stat stat;
	void *data;

	if (fd < 0 || fstat(fd, &stat))
		return false;
	data = mmap(NULL, stat.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	profile_programs[program].data = data;
	profile_programs[program].size = stat.st_size;
	return data != MAP_FAILED;
}

static bool profile_argument(char *arg)
{
	char *value = strchr(arg, '=');

	if (!value)
		return false;
	*value++ = '\0';
	if (!strcmp(arg, "agent"))
		return profile_map(PROFILE_AGENT, value);
	if (!strcmp(arg, "load"))
		return profile_map(PROFILE_LOAD, value);
	if (!strcmp(arg, "begin"))
		profile_begin = strtoull(value, NULL, 16);
	else if (!strcmp(arg, "end"))
		profile_end = strtoull(value, NULL, 16);
	else if (!strcmp(arg, "out"))
		profile_out = strdup(value);
	else if (!strcmp(arg, "symbols"))
		profile_symbols = strdup(value);
	else
		return false;
	return true;
}

/**
 * qemu_plugin_install() - called by QEMU
 * @id: the plugin's
 * @info: of QEMU
 * @argc: number of arguments
 * @argv: the arguments, all of them
 *
 * Return: 0, or -1 if one of them is wrong or is missing.
 */
int qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv)
{
	int i;

	(void)info;
	for (i = 0; i < argc; i++)
		if (!profile_argument(argv[i]))
			return -1;
	if (!profile_out || !profile_symbols || !profile_begin || !profile_end)
		return -1;
	qemu_plugin_register_vcpu_tb_trans_cb(id, profile_translate);
	return 0;
}
