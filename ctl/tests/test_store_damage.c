// SPDX-License-Identifier: GPL-2.0
/*
 * The store and what may befall it: damage, other people's files, a full disk,
 * missing permissions, and a kill in the middle of it all.
 */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "testing_store.h"

#define DAMAGE_PAGE	1024

/* A store of some pages, closed, as bytes. */
static uint8_t *damage_make(size_t *size)
{
	struct dsmipd_store *store = testing_store_open();
	struct stat st;
	uint8_t *bytes;
	unsigned int n;
	int fd;

	testing_store_fill(store, 200);
	assert_int_equal(dsmipd_store_begin(store), 0);
	for (n = 1; n <= 200; n++) {
		struct dsmipd_record record = testing_store_record(n, n);

		assert_int_equal(dsmipd_store_record_put(store, &record, false), 0);
	}
	assert_int_equal(dsmipd_store_commit(store), 0);
	dsmipd_store_close(store);

	fd = open(testing_store_path, O_RDONLY);
	assert_int_equal(fstat(fd, &st), 0);
	*size = st.st_size;
	bytes = malloc(*size);
	assert_int_equal(read(fd, bytes, *size), *size);
	close(fd);
	return bytes;
}

static void damage_write(const uint8_t *bytes, size_t size)
{
	int fd = open(testing_store_path, O_WRONLY | O_TRUNC);

	assert_int_equal(write(fd, bytes, size), size);
	close(fd);
}

static void damage_unchanged(const uint8_t *bytes, size_t size)
{
	uint8_t *now = malloc(size + 1);
	int fd = open(testing_store_path, O_RDONLY);

	assert_int_equal(read(fd, now, size + 1), size);
	assert_memory_equal(now, bytes, size);
	close(fd);
	free(now);
}

static void damage_refused(const uint8_t *bytes, size_t size, const char *text)
{
	struct dsmipd_store *store;

	damage_write(bytes, size);
	assert_int_equal(dsmipd_store_open(&store, testing_store_path),
			 -EUCLEAN);
	if (!strstr(dsmipd_store_error(store), text))
		fail_msg("'%s' is not in '%s'", text,
			 dsmipd_store_error(store));
	dsmipd_store_close(store);
	damage_unchanged(bytes, size);
}

static void damage_put32(uint8_t *at, uint32_t value)
{
	value = htonl(value);
	memcpy(at, &value, sizeof(value));
}

static void damage_foreign(void **state)
{
	size_t size;
	uint8_t *bytes = damage_make(&size);

	(void)state;
	damage_refused(bytes, 0, "is empty");
	damage_refused(bytes, 99, "is not a store of dsmipd, or is damaged");
	damage_put32(bytes + 60, 4);
	damage_refused(bytes, size,
		       "is of version 4, and this dsmipd knows version 3 only");
	damage_put32(bytes + 60, 0);
	damage_refused(bytes, size, "is damaged: it has no version");
	damage_put32(bytes + 60, 3);
	damage_put32(bytes + 68, 0);
	damage_refused(bytes, size,
		       "is a database, but not a store of dsmipd");
	damage_put32(bytes + 68, DSMIPD_STORE_APPLICATION);
	bytes[3] ^= 0x20;
	damage_refused(bytes, size, "is not a store of dsmipd, or is damaged");
	bytes[3] ^= 0x20;
	damage_write(bytes, size);
	dsmipd_store_close(testing_store_open());
	free(bytes);
}

static void damage_truncated(void **state)
{
	size_t size, left;
	uint8_t *bytes = damage_make(&size);

	(void)state;
	for (left = 100; left < size; left += 2048) {
		struct dsmipd_store *store;

		damage_write(bytes, left);
		assert_int_equal(dsmipd_store_open(&store, testing_store_path),
				 -EUCLEAN);
		dsmipd_store_close(store);
		damage_unchanged(bytes, left);
	}
	free(bytes);
}

static int damage_sub_seen(const struct dsmipd_subscriber *sub, void *arg)
{
	(void)sub;
	(void)arg;
	return 0;
}

static int damage_record_seen(const struct dsmipd_record *record, void *arg)
{
	(void)record;
	(void)arg;
	return 0;
}

/*
 * One byte is wrong: the store is refused and not touched, or what is wrong is
 * a value, and everything can be read or is refused when it is.
 */
static bool damage_flip(uint8_t *bytes, size_t size, size_t at, uint8_t flip)
{
	struct dsmipd_store *store;
	bool refused;
	int ret;

	bytes[at] ^= flip;
	damage_write(bytes, size);
	ret = dsmipd_store_open(&store, testing_store_path);
	refused = ret;
	if (ret) {
		if (ret != -EUCLEAN)
			print_message("# %zu: %s\n", at,
				      dsmipd_store_error(store));
		assert_int_equal(ret, -EUCLEAN);
	} else {
		ret = dsmipd_store_subscriber_each(store, 0, 0,
						   damage_sub_seen, NULL);
		assert_true(!ret || ret == -EUCLEAN);
		ret = dsmipd_store_record_each(store, damage_record_seen, NULL);
		assert_true(!ret || ret == -EUCLEAN);
	}
	dsmipd_store_close(store);
	if (refused)
		damage_unchanged(bytes, size);
	bytes[at] ^= flip;
	return refused;
}

static void damage_flipped(void **state)
{
	size_t size, page, at;
	uint8_t *bytes = damage_make(&size);
	unsigned int refused = 0;

	(void)state;
	/* The file's header but the counters, and each page's. */
	for (at = 16; at < 24; at++)
		if (!damage_flip(bytes, size, at, 0xff))
			fail_msg("byte %zu is not looked at", at);
	for (at = 100; at < 108; at++)
		refused += damage_flip(bytes, size, at, 0xff);
	for (page = DAMAGE_PAGE; page < size; page += DAMAGE_PAGE)
		for (at = page; at < page + 12; at += 3)
			refused += damage_flip(bytes, size, at, 0xff);
	assert_true(refused > size / DAMAGE_PAGE);
	srandom(1);
	for (page = 0; page < 200; page++) {
		at = 100 + random() % (size - 100);
		damage_flip(bytes, size, at, 1 << random() % 8);
	}
	damage_write(bytes, size);
	dsmipd_store_close(testing_store_open());
	free(bytes);
}

/* Its file is gone, but not what belongs to it. */
static void damage_orphan(void **state)
{
	struct dsmipd_store *store;
	char name[128];
	int fd;

	(void)state;
	snprintf(name, sizeof(name), "%s-wal", testing_store_path);
	fd = open(name, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(dsmipd_store_open(&store, testing_store_path),
			 -EUCLEAN);
	assert_non_null(strstr(dsmipd_store_error(store),
			       "part of the store is lost"));
	dsmipd_store_close(store);
	assert_int_not_equal(access(testing_store_path, F_OK), 0);
}

static void damage_directory(void **state)
{
	struct dsmipd_store *store;

	(void)state;
	assert_int_equal(dsmipd_store_open(&store, "/nonexistent/s.db"),
			 -ENOENT);
	assert_string_equal(dsmipd_store_error(store),
			    "cannot make /nonexistent/s.db.new: No such file or directory");
	dsmipd_store_close(store);
	assert_int_not_equal(dsmipd_store_open(&store, "/tmp"), 0);
	dsmipd_store_close(store);
}

/* In a child: what a test breaks is broken for it alone. */
static void damage_in_child(void (*test)(void))
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		test();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (status)
		fail_msg("the child ended with status %#x", status);
}

#define damage_expect(condition)					\
	do {								\
		if (!(condition)) {					\
			fprintf(stderr, "# %s:%d: %s\n", __FILE__,	\
				__LINE__, #condition);			\
			_exit(1);					\
		}							\
	} while (0)

static void damage_nobody(void)
{
	struct dsmipd_store *store;

	damage_expect(!setgid(65534) && !setuid(65534));
	damage_expect(dsmipd_store_open(&store, testing_store_path) == -EACCES);
	damage_expect(strstr(dsmipd_store_error(store), "Permission denied"));
	dsmipd_store_close(store);
}

static void damage_nobody_wal(void)
{
	struct dsmipd_store *store;

	/* His file, but not his directory. */
	damage_expect(!chown(testing_store_path, 65534, 65534));
	damage_expect(!chmod(testing_store_dir, 0755));
	damage_expect(!setgid(65534) && !setuid(65534));
	damage_expect(dsmipd_store_open(&store, testing_store_path));
	dsmipd_store_close(store);
}

static void damage_permission(void **state)
{
	struct dsmipd_store *store;
	uint8_t *bytes;
	size_t size;

	(void)state;
	if (geteuid())
		skip();
	damage_in_child(damage_nobody);
	bytes = damage_make(&size);
	damage_in_child(damage_nobody);
	damage_in_child(damage_nobody_wal);
	damage_unchanged(bytes, size);
	assert_int_equal(dsmipd_store_open(&store, testing_store_path), 0);
	dsmipd_store_close(store);
	free(bytes);
}

/* Fill a small disk; what was committed is there afterwards. */
static void damage_tmpfs(void)
{
	struct dsmipd_store *store;
	int64_t count = 0;
	unsigned int n = 0;
	int ret = 0;

	damage_expect(!unshare(CLONE_NEWNS));
	damage_expect(!mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
	damage_expect(!mount("none", testing_store_dir, "tmpfs", 0,
			     "size=1m"));
	damage_expect(!dsmipd_store_open(&store, testing_store_path));
	while (!ret && n < 100000) {
		unsigned int end = n + 20;

		ret = dsmipd_store_begin(store);
		while (!ret && n < end) {
			struct dsmipd_subscriber sub = testing_store_sub(++n);

			ret = dsmipd_store_subscriber_add(store, &sub);
		}
		if (!ret)
			ret = dsmipd_store_commit(store);
		if (!ret)
			count = n;
	}
	damage_expect(ret == -ENOSPC || ret == -EIO);
	damage_expect(*dsmipd_store_error(store));
	dsmipd_store_rollback(store);
	damage_expect(count > 20);
	damage_expect(dsmipd_store_subscriber_count(store) == count);
	dsmipd_store_close(store);
	damage_expect(!dsmipd_store_open(&store, testing_store_path));
	damage_expect(dsmipd_store_subscriber_count(store) == count);
	dsmipd_store_close(store);
	damage_expect(!umount(testing_store_dir));
}

static void damage_disk(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	damage_in_child(damage_tmpfs);
}

/* The database may not grow: what fails is undone, and work goes on. */
static void damage_full(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_record record = testing_store_record(1, 1);
	struct dsmipd_subscriber sub;
	unsigned int n;
	int ret = 0;

	(void)state;
	testing_store_fill(store, 10);
	assert_int_equal(sqlite3_exec(store->db, "PRAGMA max_page_count = 20",
				      NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(dsmipd_store_begin(store), 0);
	for (n = 11; !ret && n < 1000; n++) {
		sub = testing_store_sub(n);
		ret = dsmipd_store_subscriber_add(store, &sub);
	}
	assert_int_equal(ret, -ENOSPC);
	assert_non_null(strstr(dsmipd_store_error(store), "full"));
	dsmipd_store_rollback(store);
	assert_int_equal(dsmipd_store_subscriber_count(store), 10);
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_record_put(store, &record, false), 0);
	assert_int_equal(dsmipd_store_commit(store), 0);
	dsmipd_store_close(store);
}

#define DAMAGE_BATCH	8

/* Write batch after batch, and say so when each is committed. */
static void damage_writer(int fd)
{
	struct dsmipd_store *store;
	uint32_t sequence;

	damage_expect(!dsmipd_store_open(&store, testing_store_path));
	for (sequence = 1; sequence < 65536; sequence++) {
		unsigned int n;

		damage_expect(!dsmipd_store_begin(store));
		for (n = 1; n <= DAMAGE_BATCH; n++) {
			struct dsmipd_record record;

			record = testing_store_record(n, sequence);
			damage_expect(!dsmipd_store_record_put(store, &record, false));
		}
		damage_expect(!dsmipd_store_commit(store));
		damage_expect(write(fd, &sequence, 4) == 4);
	}
	_exit(0);
}

/* All records are of one batch: that last told of, or the next one. */
static int damage_of_batch(const struct dsmipd_record *record, void *arg)
{
	uint32_t *expected = arg;

	if (record->subscriber == 1 && record->sequence == *expected + 1)
		++*expected;
	assert_int_equal(record->sequence, *expected);
	return 0;
}

static void damage_kill(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	unsigned int round;

	(void)state;
	testing_store_fill(store, DAMAGE_BATCH);
	dsmipd_store_close(store);
	srandom(1);
	for (round = 0; round < 20; round++) {
		uint32_t told = 0, batches = 1 + random() % 10;
		int fds[2];
		pid_t pid;

		assert_int_equal(pipe(fds), 0);
		pid = fork();
		if (!pid)
			damage_writer(fds[1]);
		close(fds[1]);
		while (told < batches)
			assert_int_equal(read(fds[0], &told, 4), 4);
		usleep(random() % 5000);
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, NULL, 0), pid);
		while (read(fds[0], &told, 4) == 4)
			;
		close(fds[0]);
		store = testing_store_open();
		assert_int_equal(dsmipd_store_record_each(store,
							  damage_of_batch,
							  &told), 0);
		dsmipd_store_close(store);
	}
}

#define DAMAGE_TEST(name)						\
	cmocka_unit_test_setup_teardown(name, testing_store_setup,	\
					testing_store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DAMAGE_TEST(damage_foreign),
		DAMAGE_TEST(damage_truncated),
		DAMAGE_TEST(damage_flipped),
		DAMAGE_TEST(damage_orphan),
		DAMAGE_TEST(damage_directory),
		DAMAGE_TEST(damage_permission),
		DAMAGE_TEST(damage_disk),
		DAMAGE_TEST(damage_full),
		DAMAGE_TEST(damage_kill),
	};

	return cmocka_run_group_tests_name("store_damage", tests, NULL, NULL);
}
