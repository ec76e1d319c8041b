/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/iso.c - `kitten iso`: an image that boots Kitten and runs a
 * program, on BIOS and UEFI, from CD or USB stick.
 *
 *	/boot/kitten         the kernel
 *	/boot/job.img        the archive (initrd.c)
 *	/boot/grub/grub.cfg  what GRUB does with them
 *
 * grub-mkrescue does the rest. The environment of this process stays out of
 * the image, since an image is carried to other places.
 */
#define _GNU_SOURCE
#include "command.h"

#include "initrd.h"
#include "job.h"
#include "message.h"
#include "options.h"
#include "places.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What grub-mkrescue needs: a file that shows it is there, and its package. */
static const struct {
	const char *file; /* with a slash: that file; else a command */
	const char *package;
} needs[] = {
	{ "grub-mkrescue", "grub-common" },
	{ "/usr/lib/grub/i386-pc/cdboot.img", "grub-pc-bin" },
	{ "/usr/lib/grub/x86_64-efi/kernel.img", "grub-efi-amd64-bin" },
	{ "xorriso", "xorriso" },
	{ "mformat", "mtools" },
};

static bool
have(const char *name)
{
	const char *dirs = getenv("PATH");
	bool found = false;

	if (strchr(name, '/'))
		return !access(name, F_OK);
	if (!dirs)
		dirs = "/usr/bin:/bin";
	while (*dirs && !found) {
		int n = (int)strcspn(dirs, ":");
		char *path = str_printf("%.*s/%s", n, dirs, name);

		found = !access(path, X_OK);
		free(path);
		dirs += n;
		dirs += *dirs == ':';
	}
	return found;
}

static int
check_needs(void)
{
	struct buf missing = { 0 };
	int status = 0;

	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		if (!have(needs[i].file))
			buf_printf(&missing, " %s", needs[i].package);
	if (missing.len) {
		buf_put(&missing, "", 1);
		status = fail(EXIT_KITTEN,
		    "iso: tools are missing: apt-get install%s", missing.data);
	}
	buf_free(&missing);
	return status;
}

/* One word of a GRUB command, whatever is in it. */
static void
put_quoted(struct buf *b, const char *word, size_t n)
{
	buf_put(b, " '", 2);
	for (size_t i = 0; i < n; i++) {
		if (word[i] == '\'')
			buf_put(b, "'\\''", 4);
		else
			buf_put(b, &word[i], 1);
	}
	buf_put(b, "'", 1);
}

static void
put_kernel_args(struct buf *b, const struct options *o)
{
	for (size_t i = 0; i < o->append.n; i++) {
		const char *s = o->append.v[i];

		for (s += strspn(s, " "); *s; s += strspn(s, " ")) {
			size_t n = strcspn(s, " ");

			put_quoted(b, s, n);
			s += n;
		}
	}
}

static void
grub_config(struct buf *b, const struct options *o)
{
	const char *name = strrchr(o->jobs[0].path, '/') + 1;

	buf_printf(b,
	    "# Boots Kitten at once; messages on the screen and on COM1.\n"
	    "if serial --unit=0 --speed=115200; then\n"
	    "	terminal_input console serial\n"
	    "	terminal_output console serial\n"
	    "fi\n"
	    "set timeout=0\n"
	    "set default=0\n"
	    "set gfxpayload=text\n"
	    "menuentry");
	put_quoted(b, name, strlen(name));
	buf_printf(b, " {\n"
		      "	linux /boot/kitten console=serial console=vga");
	put_kernel_args(b, o);
	buf_printf(b, "\n"
		      "	initrd /boot/job.img\n"
		      "}\n");
}

/* Opens a new file FOLDER/NAME; says why it cannot. */
static int
new_file(const char *folder, const char *name)
{
	char *path = str_printf("%s/%s", folder, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0)
		fail(EXIT_KITTEN, "%s: %s", path, strerror(errno));
	free(path);
	return fd;
}

static int
put_config(const char *folder, const struct options *o)
{
	int fd = new_file(folder, "boot/grub/grub.cfg");
	struct buf b = { 0 };
	int err;

	if (fd < 0)
		return EXIT_KITTEN;
	grub_config(&b, o);
	err = write_all(fd, b.data, b.len);
	buf_free(&b);
	close(fd);
	return err ? fail(EXIT_KITTEN, "grub.cfg: %s", strerror(-err)) : 0;
}

static int
put_archive(const char *folder, const struct options *o, const struct places *p)
{
	struct buf records = { 0 };
	int status = jobs_describe_away(o, &records);
	int fd = status ? -1 : new_file(folder, "boot/job.img");

	if (fd < 0)
		status = EXIT_KITTEN;
	else
		status = initrd_write(fd, o, p, &records);
	if (fd >= 0)
		close(fd);
	buf_free(&records);
	return status;
}

static int
put_kernel(const char *folder, const struct places *p)
{
	char *path = str_printf("%s/boot/kitten", folder);
	int fd = open(p->kernel, O_RDONLY | O_CLOEXEC);
	int status;

	if (fd < 0)
		status =
		    fail(EXIT_KITTEN, "%s: %s", p->kernel, strerror(errno));
	else
		status = initrd_copy(fd, path);
	if (fd >= 0)
		close(fd);
	free(path);
	return status;
}

static int
make_folders(const char *folder)
{
	char *boot = str_printf("%s/boot", folder);
	char *grub = str_printf("%s/boot/grub", folder);
	int status = 0;

	if (mkdir(boot, 0755) || mkdir(grub, 0755))
		status = fail(EXIT_KITTEN, "%s: %s", boot, strerror(errno));
	free(boot);
	free(grub);
	return status;
}

enum {
	LINE_BYTES = 256,
};

/* The last line of a file that says something, into `line`. */
static void
last_line(int fd, char line[LINE_BYTES])
{
	off_t end = lseek(fd, 0, SEEK_END);
	off_t at = end > LINE_BYTES - 1 ? end - (LINE_BYTES - 1) : 0;
	ssize_t n = pread(fd, line, LINE_BYTES - 1, at);
	char *start;

	while (n > 0 && strchr("\n ", line[n - 1]))
		n--;
	line[n > 0 ? n : 0] = '\0';
	start = strrchr(line, '\n');
	if (start)
		memmove(line, start + 1, strlen(start));
}

/* Runs grub-mkrescue, quietly unless it fails. */
static int
make_image(const char *folder, const char *output)
{
	char *argv[] = { (char *)"grub-mkrescue", (char *)"-o", (char *)output,
		(char *)folder, NULL };
	int said = memfd_create("grub-mkrescue", MFD_CLOEXEC);
	posix_spawn_file_actions_t actions;
	int err, wait_status = 0;
	char line[LINE_BYTES];
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, said, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, said, STDERR_FILENO);
	err = posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (!err)
		while (waitpid(pid, &wait_status, 0) < 0 && errno == EINTR)
			;
	last_line(said, line);
	close(said);
	if (err)
		return fail(EXIT_KITTEN, "grub-mkrescue: %s", strerror(err));
	if (wait_status)
		return fail(
		    EXIT_KITTEN, "%s: grub-mkrescue failed: %s", output, line);
	return 0;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static int
build_image(const struct options *o, const struct places *p)
{
	const char *tmp = getenv("TMPDIR");
	char *folder =
	    str_printf("%s/kitten-iso-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	int status;

	if (!mkdtemp(folder)) {
		status = fail(EXIT_KITTEN, "%s: %s", folder, strerror(errno));
		free(folder);
		return status;
	}
	status = make_folders(folder);
	if (!status)
		status = put_kernel(folder, p);
	if (!status)
		status = put_archive(folder, o, p);
	if (!status)
		status = put_config(folder, o);
	if (!status)
		status = make_image(folder, o->output);
	if (o->keep_files)
		warn("kept %s", folder);
	else
		nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(folder);
	return status;
}

int
command_iso(int argc, char **argv)
{
	struct options o;
	struct places p = { 0 };
	int status = options_iso(argc, argv, &o);

	if (!status && o.help) {
		options_free(&o);
		return command_help("iso");
	}
	if (!status)
		status = jobs_find(&o);
	if (!status)
		status = places_find(&o, &p);
	if (!status)
		status = check_needs();
	if (!status)
		status = build_image(&o, &p);
	places_free(&p);
	options_free(&o);
	return status;
}
