/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* user/lib/job_image.c - the program's segments, from the file to their place.
 *
 * Idea: only the headers are read here; the kernel copies the contents from
 * the file straight to the new address space. All pieces are mapped before
 * the first is filled: two segments may share a page, which then gets the
 * rights of both.
 */
#include "job_priv.h"

#include "base/elf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIE_BASE 0x1000000000ull
/* The headers of nearly all programs; more is read when they lie elsewhere. */
#define HEAD_LEN 4096

struct piece {
	uint64_t from, to;
	unsigned int prot;
};

struct image {
	int fd;
	uint64_t len; /* of the file */
	char *head;   /* its start, with all headers */
	struct elf_info elf;
	unsigned int npieces;
	struct piece piece[2 * ELF_MAX_PHNUM];
};

static enum lwk_job_result
open_file(struct lwk_job *job, struct image *im)
{
	struct stat st;

	im->fd = open(job->exe, O_RDONLY | O_CLOEXEC);
	if (im->fd < 0 && errno == ENOENT)
		return lwk_job_fail(job, LWK_JOB_NOTFOUND,
		    "not in the initial archive: check the path");
	if (im->fd < 0 || fstat(im->fd, &st))
		return lwk_job_fail(job, LWK_JOB_NOEXEC, "can't be opened: %s",
		    strerror(errno));
	if (!S_ISREG(st.st_mode))
		return lwk_job_fail(job, LWK_JOB_NOEXEC, "not a regular file");
	if (!(st.st_mode & 0111))
		return lwk_job_fail(
		    job, LWK_JOB_NOEXEC, "not executable: chmod +x it");
	im->len = (uint64_t)st.st_size;
	return LWK_JOB_OK;
}

/* Read the file's start, len bytes or all of it. */
static int
read_head(struct image *im, uint64_t len)
{
	char *head;

	if (len > im->len)
		len = im->len;
	head = realloc(im->head, len ? len : 1);
	if (!head)
		return -ENOMEM;
	im->head = head;
	for (uint64_t done = 0; done < len;) {
		ssize_t n = pread(im->fd, head + done, len - done, (off_t)done);

		if (n <= 0)
			return n ? -errno : -EIO;
		done += (uint64_t)n;
	}
	return 0;
}

/* elf_check looks at the file header and the program headers, nothing else:
 * so these must be in memory, while the length given is the file's. */
static enum lwk_job_result
read_headers(struct lwk_job *job, struct image *im)
{
	enum elf_result res;
	struct elf_ehdr eh;
	uint64_t need = 0;
	int err = read_head(im, HEAD_LEN);

	if (!err && im->len >= sizeof(eh)) {
		memcpy(&eh, im->head, sizeof(eh));
		if (eh.phoff < im->len)
			need = eh.phoff + eh.phnum * sizeof(struct elf_phdr);
		/* what claims more headers than we take is refused unread */
		if (need > HEAD_LEN && eh.phnum <= ELF_MAX_PHNUM)
			err = read_head(im, need);
	}
	if (err)
		return lwk_job_fail(
		    job, LWK_JOB_NOEXEC, "can't be read: %s", strerror(-err));
	res = elf_check(im->head, im->len, &im->elf);
	if (res == ELF_NEEDS_INTERP)
		return lwk_job_fail(job, LWK_JOB_NOEXEC,
		    "needs a dynamic loader: link it with -static");
	if (res != ELF_OK)
		return lwk_job_fail(job, LWK_JOB_NOEXEC, "%s", elf_reason(res));
	return LWK_JOB_OK;
}

static void
piece_add(struct image *im, uint64_t from, uint64_t to, unsigned int prot)
{
	struct piece *last = im->npieces ? &im->piece[im->npieces - 1] : NULL;

	if (last && from < last->to) {
		/* the page at from is in both: a piece of its own */
		if (last->to - last->from > PAGE) {
			last->to -= PAGE;
			im->piece[im->npieces++] = (struct piece){ from,
				from + PAGE, prot | last->prot };
		} else {
			last->prot |= prot;
		}
		from += PAGE;
	}
	if (from < to)
		im->piece[im->npieces++] = (struct piece){ from, to, prot };
}

static unsigned int
prot_of(const struct elf_phdr *ph)
{
	return (ph->flags & PF_R ? LWK_PROT_READ : 0u) |
	       (ph->flags & PF_W ? LWK_PROT_WRITE : 0u) |
	       (ph->flags & PF_X ? LWK_PROT_EXEC : 0u);
}

static enum lwk_job_result
map_pieces(struct lwk_job *job, struct image *im)
{
	for (unsigned int i = 0; i < im->npieces; i++) {
		const struct piece *p = &im->piece[i];
		int err = lwk_job_map(
		    job, p->from, p->to - p->from, p->prot, 0, job->exe);

		if (err == -ENOMEM)
			return lwk_job_no_memory(job, "the program",
			    im->elf.base_max - im->elf.base_min);
		if (err)
			return lwk_job_fail(job, LWK_JOB_NOEXEC,
			    "its addresses %#llx-%#llx can't be used: %s",
			    (unsigned long long)p->from,
			    (unsigned long long)p->to, strerror(-err));
	}
	return LWK_JOB_OK;
}

static enum lwk_job_result
fill_segment(
    struct lwk_job *job, const struct image *im, const struct elf_phdr *ph)
{
	long n = 0;

	if (ph->filesz)
		n = lwk_aspace_fill(job->aspace, ph->vaddr + job->bias, im->fd,
		    ph->offset, ph->filesz);
	if (n < 0 || (uint64_t)n != ph->filesz)
		return lwk_job_fail(job, LWK_JOB_FAIL,
		    "its contents can't be read: %s",
		    n < 0 ? strerror((int)-n) : "the file is too short");
	return LWK_JOB_OK;
}

static enum lwk_job_result
load_segments(struct lwk_job *job, struct image *im)
{
	enum lwk_job_result res;
	struct elf_phdr ph;

	for (unsigned int i = 0; i < im->elf.phnum; i++) {
		elf_get_phdr(im->head, &im->elf, i, &ph);
		if (ph.type == PT_LOAD && ph.memsz)
			piece_add(im, ALIGN_DOWN(ph.vaddr + job->bias, PAGE),
			    ALIGN_UP(ph.vaddr + job->bias + ph.memsz, PAGE),
			    prot_of(&ph));
	}
	res = map_pieces(job, im);
	for (unsigned int i = 0; i < im->elf.phnum && !res; i++) {
		elf_get_phdr(im->head, &im->elf, i, &ph);
		if (ph.type == PT_LOAD && ph.memsz)
			res = fill_segment(job, im, &ph);
	}
	return res;
}

static enum lwk_job_result
load(struct lwk_job *job, struct image *im)
{
	const struct elf_info *elf = &im->elf;
	enum lwk_job_result res = open_file(job, im);

	if (!res)
		res = read_headers(job, im);
	if (res)
		return res;
	job->bias = 0;
	if (elf->is_pie)
		job->bias = ALIGN_UP(PIE_BASE, elf->align_max) -
			    ALIGN_DOWN(elf->base_min, elf->align_max);
	res = load_segments(job, im);
	if (res)
		return res;
	job->entry = elf->entry + job->bias;
	job->phdr = elf->phdr_vaddr ? elf->phdr_vaddr + job->bias : 0;
	job->phnum = elf->phnum;
	job->phent = elf->phentsize;
	job->heap = elf->base_max + job->bias;
	if (lwk_aspace_set_heap(job->aspace, job->heap))
		return lwk_job_fail(job, LWK_JOB_FAIL, "no place for a heap");
	return LWK_JOB_OK;
}

enum lwk_job_result
lwk_job_load_image(struct lwk_job *job)
{
	static struct image im;
	enum lwk_job_result res;

	im = (struct image){ .fd = -1 };
	res = load(job, &im);
	if (im.fd >= 0)
		close(im.fd);
	free(im.head);
	return res;
}
