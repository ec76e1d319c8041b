/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/apps/sql.c - SQLite in memory and in a file, with a journal and with
 * a write-ahead log (which maps a shared file), and two connections at once.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int
print_row(void *unused, int n, char **value, char **name)
{
	int i;

	(void)unused;
	(void)name;
	for (i = 0; i < n; i++)
		printf("%s%s", i ? "|" : "", value[i] ? value[i] : "NULL");
	putchar('\n');
	return 0;
}

static void
run(sqlite3 *db, const char *sql)
{
	char *error = NULL;

	if (sqlite3_exec(db, sql, print_row, NULL, &error) != SQLITE_OK) {
		printf("error: %s in: %s\n", error, sql);
		exit(1);
	}
}

static sqlite3 *
open_db(const char *path)
{
	sqlite3 *db;

	if (sqlite3_open(path, &db) != SQLITE_OK) {
		printf("cannot open %s: %s\n", path, sqlite3_errmsg(db));
		exit(1);
	}
	return db;
}

static void
exercise(const char *path, const char *journal)
{
	sqlite3 *db = open_db(path);
	char sql[100];

	printf("== %s, journal %s\n", path, journal);
	snprintf(sql, sizeof(sql), "PRAGMA journal_mode=%s;", journal);
	run(db, sql);
	run(db, "CREATE TABLE t(id INTEGER PRIMARY KEY, a INT, b TEXT);"
		"BEGIN;"
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n "
		"  WHERE i < 20000) INSERT INTO t SELECT i, (i * 7919) % 10007,"
		"  printf('name-%05d', i) FROM n;"
		"COMMIT;"
		"CREATE INDEX ta ON t(a);");
	run(db, "SELECT count(*), sum(a), min(b), max(b) FROM t;"
		"SELECT a, b FROM t WHERE a BETWEEN 100 AND 105 ORDER BY a, b;"
		"SELECT a % 10, count(*) FROM t GROUP BY 1 ORDER BY 1;");
	run(db, "BEGIN; DELETE FROM t WHERE a < 5000; ROLLBACK;"
		"SELECT count(*) FROM t;"
		"BEGIN; DELETE FROM t WHERE a < 5000; COMMIT;"
		"SELECT count(*) FROM t; VACUUM; PRAGMA integrity_check;");
	sqlite3_close(db);
}

static void
two_connections(const char *path)
{
	sqlite3 *one = open_db(path), *two = open_db(path);
	char *error = NULL;
	int status;

	run(one, "BEGIN IMMEDIATE; UPDATE t SET a = -1 WHERE id % 2;");
	status = sqlite3_exec(two, "BEGIN IMMEDIATE;", NULL, NULL, &error);
	printf("the second writer: %s\n",
	    status == SQLITE_BUSY ? "busy" : "not busy");
	sqlite3_free(error);
	run(two, "SELECT count(*) FROM t WHERE a = -1;");
	run(one, "COMMIT;");
	run(two, "SELECT count(*) FROM t WHERE a = -1;");
	sqlite3_close(one);
	sqlite3_close(two);
}

int
main(void)
{
	const char *files[] = { "sql.db", "sql.db-wal", "sql.db-shm",
		"sql.db-journal" };
	unsigned i;

	if (chdir("/tmp") != 0)
		return 1;
	for (i = 0; i < 4; i++)
		unlink(files[i]);
	exercise(":memory:", "memory");
	exercise("sql.db", "delete");
	two_connections("sql.db");
	unlink(files[0]);
	exercise("sql.db", "wal");
	two_connections("sql.db");
	for (i = 0; i < 4; i++)
		printf("%s %s\n", files[i],
		    access(files[i], F_OK) ? "is gone" : "is there");
	for (i = 0; i < 4; i++)
		unlink(files[i]);
	return 0;
}
