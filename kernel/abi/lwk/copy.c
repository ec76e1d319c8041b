/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/lwk/copy.c - data into and out of another address space.
 *
 * Idea: the other side's memory is found page by page and reached through the
 * direct map, so that neither its protection nor a second mapping matters,
 * and a program's image is copied once: from the file to its place.
 * Pages that follow each other in physical memory are moved in one piece.
 *
 * Invariants: only memory of budgets and memory bound by hand is touched; a
 * file's pages or the vDSO give -EFAULT, as they are the kernel's.
 * Limits: what the other space unmaps while a copy runs may still be read or
 * written; it is user memory then too. Loaders copy before a task runs.
 */
#include "abi/lwk/lwk.h"
#include "fs/fdtable.h"

/* Longest piece; bounds the time without a look at the scheduler. */
#define PIECE_MAX PAGE_2M

static bool
may_copy(enum region_kind kind)
{
	return kind == REGION_ANON || kind == REGION_FIXED;
}

/* The physical piece behind [va, va+len), at least a byte of it. */
static int
find_piece(
    struct aspace *as, vaddr_t va, uint64_t len, paddr_t *pa, uint64_t *got)
{
	struct region_info r;
	paddr_t next;

	if (aspace_query(as, va, &r) || r.start > va || !may_copy(r.kind) ||
	    aspace_virt_to_phys(as, va, pa))
		return ERR(EFAULT);
	len = MIN(len, MIN(PIECE_MAX, r.end - va));
	*got = PAGE_SIZE - (va & (PAGE_SIZE - 1));
	while (*got < len && !aspace_virt_to_phys(as, va + *got, &next) &&
	       next == *pa + *got)
		*got += PAGE_SIZE;
	*got = MIN(*got, len);
	return 0;
}

static long
copy_user(struct syscall_args *a, bool write)
{
	vaddr_t va = ARG1(a), buf = ARG2(a);
	uint64_t len = ARG3(a), n;
	struct aspace *as;
	paddr_t pa;
	int err;

	as = lwk_aspace_get((int)ARG0(a), &err);
	if (!as)
		return err;
	if (!user_range_ok(va, len) || !user_range_ok(buf, len))
		err = ERR(EFAULT);
	for (; !err && len; va += n, buf += n, len -= n) {
		err = find_piece(as, va, len, &pa, &n);
		if (err)
			break;
		err = write ? copyin(phys_to_virt(pa), buf, n)
			    : copyout(buf, phys_to_virt(pa), n);
	}
	aspace_put(as);
	return err;
}

long
sys_lwk_aspace_write(struct syscall_args *a)
{
	return copy_user(a, true);
}

long
sys_lwk_aspace_read(struct syscall_args *a)
{
	return copy_user(a, false);
}

/* Bytes copied, less when the file ends or an error came after some. */
static long
fill(struct aspace *as, vaddr_t va, struct file *f, uint64_t pos, uint64_t len)
{
	uint64_t done = 0;

	while (done < len) {
		struct uio_piece piece;
		struct uio u;
		uint64_t n;
		paddr_t pa;
		long got = find_piece(as, va + done, len - done, &pa, &n);

		if (!got) {
			uio_init(
			    &u, &piece, (uint64_t)phys_to_virt(pa), n, true);
			got = f->ops->read(f, &u, &pos);
		}
		if (got <= 0)
			return done ? (long)done : got;
		done += (uint64_t)got;
	}
	return (long)done;
}

long
sys_lwk_aspace_fill(struct syscall_args *a)
{
	struct aspace *as;
	struct file *f;
	long n;
	int err;

	as = lwk_aspace_get((int)ARG0(a), &err);
	if (!as)
		return err;
	f = fd_get(current->process->files, (int)ARG2(a));
	if (!f)
		n = ERR(EBADF);
	else if (!(f->flags & FILE_READ) || (f->flags & FILE_PATH))
		n = ERR(EBADF);
	else if (file_is_stream(f))
		n = ERR(ESPIPE);
	else if ((int64_t)ARG3(a) < 0)
		n = ERR(EINVAL);
	else if (!user_range_ok(ARG1(a), ARG4(a)))
		n = ERR(EFAULT);
	else
		n = fill(as, ARG1(a), f, ARG3(a), ARG4(a));
	if (f)
		file_put(f);
	aspace_put(as);
	return n;
}
