// SPDX-License-Identifier: GPL-2.0
/*
 * Views of the store for people: addresses and times as text, and no keys.
 *
 * SQLite has no function that writes an address, so the views do it digit by
 * digit.  IPv6 addresses have no "::", since that is only for looks.
 */

#include "store_db.h"

/* A byte of a blob as a number: instr() of "0" is 0, since it finds none. */
static char *view_byte(const char *blob, int at)
{
	static const char digits[] = "123456789ABCDEF";

	return sqlite3_mprintf("(16 * instr('%s', substr(hex(%s), %d, 1)) +\n"
			       " instr('%s', substr(hex(%s), %d, 1)))",
			       digits, blob, 2 * at + 1,
			       digits, blob, 2 * at + 2);
}

static char *view_addr4(const char *blob, int at)
{
	return sqlite3_mprintf("%z || '.' ||\n %z || '.' ||\n %z || '.' ||\n %z",
			       view_byte(blob, at), view_byte(blob, at + 1),
			       view_byte(blob, at + 2),
			       view_byte(blob, at + 3));
}

static char *view_addr6(const char *blob)
{
	char *text = sqlite3_mprintf("lower(");
	int at;

	for (at = 1; at < 32; at += 4)
		text = sqlite3_mprintf("%z%sltrim(substr(hex(%s), %d, 3), '0')\n"
				       " || substr(hex(%s), %d, 1)", text,
				       at > 1 ? " || ':' || " : "",
				       blob, at, blob, at + 3);
	return sqlite3_mprintf("%z)", text);
}

static char *view_addr(const char *blob)
{
	return sqlite3_mprintf("CASE length(%s) WHEN 4 THEN %z\n"
			       " WHEN 16 THEN %z END", blob,
			       view_addr4(blob, 0), view_addr6(blob));
}

/* An address of home_range, where IPv4 is a part of IPv6. */
static char *view_mapped(const char *blob)
{
	return sqlite3_mprintf("CASE WHEN hex(%s) LIKE '00000000000000000000FFFF%%'\n"
			       " THEN %z\n ELSE %z END", blob,
			       view_addr4(blob, 12), view_addr6(blob));
}

static char *view_list(const char *list)
{
	return sqlite3_mprintf("(WITH RECURSIVE entry (at, size) AS (\n"
			       " SELECT 1, iif(hex(substr(%s, 1, 1)) = '04', 4, 16)\n"
			       "  WHERE length(%s) > 0 UNION ALL\n"
			       " SELECT at + 2 + size,\n"
			       "  iif(hex(substr(%s, at + 2 + size, 1)) = '04', 4, 16)\n"
			       "  FROM entry WHERE at + 2 + size <= length(%s)),\n"
			       " part (addr, len) AS (\n"
			       " SELECT substr(%s, at + 2, size), substr(%s, at + 1, 1)\n"
			       "  FROM entry)\n"
			       " SELECT group_concat(%z || '/' || %z, ' ') FROM part)",
			       list, list, list, list, list, list,
			       view_addr("addr"), view_byte("len", 0));
}

/* Care-of addresses of simultaneous bindings: each begins with its own. */
static char *view_copies(void)
{
	return sqlite3_mprintf("(WITH RECURSIVE entry (at) AS (\n"
			       " SELECT 1 WHERE length(copies) > 0 UNION ALL\n"
			       " SELECT at + %d FROM entry\n"
			       "  WHERE at + %d <= length(copies)),\n"
			       " part (addr) AS (\n"
			       " SELECT substr(copies, at, 4) FROM entry)\n"
			       " SELECT group_concat(%z, ' ') FROM part)",
			       DSMIPD_STORE_COPY_SIZE, DSMIPD_STORE_COPY_SIZE,
			       view_addr4("addr", 0));
}

static char *view_subscribers(void)
{
	return sqlite3_mprintf("DROP VIEW IF EXISTS subscribers;\n"
			       "CREATE VIEW subscribers AS SELECT id, name,\n"
			       " enabled, router,\n"
			       " CASE security WHEN 0 THEN 'ipsec'\n"
			       "  WHEN 1 THEN 'auth' WHEN 2 THEN 'none' END AS security,\n"
			       " %z AS hoa,\n %z AS home4,\n %z AS prefix,\n"
			       " pool4, pool4_prefix, auth_spi, esp_in_spi,\n"
			       " esp_out_spi, mip4_spi FROM subscriber;\n",
			       view_addr("hoa"), view_list("home4"),
			       view_list("prefix"));
}

static char *view_home_ranges(void)
{
	return sqlite3_mprintf("DROP VIEW IF EXISTS home_ranges;\n"
			       "CREATE VIEW home_ranges AS SELECT\n"
			       " %z AS first,\n %z AS last,\n"
			       " subscriber, name FROM home_range\n"
			       " JOIN subscriber ON id = subscriber;\n",
			       view_mapped("first"), view_mapped("last"));
}

static char *view_records(void)
{
	return sqlite3_mprintf("DROP VIEW IF EXISTS records;\n"
			       "CREATE VIEW records AS SELECT subscriber, name,\n"
			       " CASE proto WHEN 0 THEN 'mipv6'\n"
			       "  WHEN 1 THEN 'mipv4' END AS proto,\n"
			       " %z AS home,\n %z AS coa,\n port,\n"
			       " %z AS claimed,\n %z AS local,\n %z AS copies,\n"
			       " encap, nat,\n"
			       " record.router AS router, linklocal,\n"
			       " home_tunnel, revocation_time, inform,\n"
			       " printf('0x%%04x', flags) AS flags, sequence,\n"
			       " lifetime, handovers,\n"
			       " datetime(registered, 'unixepoch') AS registered,\n"
			       " datetime(expires, 'unixepoch') AS expires\n"
			       " FROM record JOIN subscriber ON id = subscriber;\n",
			       view_list("home"), view_addr("coa"),
			       view_addr("claimed"), view_addr("local"),
			       view_copies());
}

static char *view_leases(void)
{
	return sqlite3_mprintf("DROP VIEW IF EXISTS leases;\n"
			       "CREATE VIEW leases AS SELECT pool,\n"
			       " %z AS addr,\n len, subscriber, name,\n"
			       " datetime(expires, 'unixepoch') AS expires\n"
			       " FROM lease JOIN subscriber ON id = subscriber;\n",
			       view_addr("addr"));
}

/**
 * dsmipd_store_view_sql() - what makes the views
 *
 * Return: SQL, for sqlite3_free(); NULL if there is no memory.
 */
char *dsmipd_store_view_sql(void)
{
	return sqlite3_mprintf("%z%z%z%z", view_subscribers(),
			       view_home_ranges(), view_records(),
			       view_leases());
}
