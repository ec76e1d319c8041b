/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_mem.c - mmap and its family: decode, check, call mm/.
 *
 * Memory is bound when it is mapped (docs/tours/memory.md), so most advice
 * and all locking of memory is true already; the calls check their arguments
 * as Linux does and succeed.
 *
 * Limits: private file mappings are copies made at the call.
 * Tests: tests/user/mem, tests/user/bad_pointers.
 */
#include "abi/linux/file_map.h"
#include "abi/linux/syscall.h"
#include "fs/fdtable.h"
#include "fs/inode.h"
#include "mm/aspace.h"
#include "mm/kmem.h"
#include "proc/process.h"
#include "sched/task.h"
#include "uapi/linux/mman.h"

#define LIMIT_AS      9 /* RLIMIT_AS */
#define LIMIT_DATA    2
#define LIMIT_MEMLOCK 8
#define LEN_ROUND(l)  ALIGN_UP((l), PAGE_SIZE)

STATIC_ASSERT(PG_READ == LINUX_PROT_READ && PG_WRITE == LINUX_PROT_WRITE &&
	      PG_EXEC == LINUX_PROT_EXEC);

/* Rounding up may wrap to 0 for lengths in the last page of the range. */
static bool
len_wraps(uint64_t len)
{
	return len > UINT64_MAX - PAGE_SIZE;
}

static unsigned int
region_flags(unsigned int flags, unsigned int prot)
{
	unsigned int r = 0;

	if (flags & LINUX_MAP_NORESERVE)
		r |= REGION_RESERVE;
	if (flags & LINUX_MAP_STACK)
		r |= REGION_STACK;
	if (flags & LINUX_MAP_GROWSDOWN)
		r |= REGION_GROWSDOWN;
	if (flags & LINUX_MAP_LOCKED)
		r |= REGION_LOCKED;
	if (flags & LINUX_MAP_32BIT)
		r |= REGION_LOW;
	if ((flags & (LINUX_MAP_POPULATE | LINUX_MAP_LOCKED)) && prot)
		r |= REGION_POPULATE;
	return r;
}

/* May the process have so many bytes more? data: private and writable. */
static int
check_limit(struct process *p, uint64_t more, bool data)
{
	uint64_t most = p->limits[LIMIT_AS].cur;
	uint64_t data_most = data ? p->limits[LIMIT_DATA].cur : UINT64_MAX;
	struct aspace_usage u;

	if (most == UINT64_MAX && data_most == UINT64_MAX)
		return 0;
	aspace_usage(p->aspace, &u);
	if (most != UINT64_MAX && u.virt + more > most)
		return ERR(ENOMEM);
	if (data_most != UINT64_MAX && u.data + more > data_most)
		return ERR(ENOMEM);
	return 0;
}

static int
check_type(unsigned int flags)
{
	switch (flags & LINUX_MAP_TYPE) {
	case LINUX_MAP_SHARED:
	case LINUX_MAP_PRIVATE:
		return 0;
	case LINUX_MAP_SHARED_VALIDATE:
		if (flags & LINUX_MAP_ANONYMOUS)
			return ERR(EINVAL);
		return flags & LINUX_MAP_SYNC ? ERR(EOPNOTSUPP) : 0;
	default:
		return ERR(EINVAL);
	}
}

static long
map_file(struct map_request *req, unsigned int flags, int fd, uint64_t offset)
{
	struct file *f = fd_get(current->process->files, fd);
	bool shared = (flags & LINUX_MAP_TYPE) != LINUX_MAP_PRIVATE;
	vaddr_t va;
	int err;

	if (!f)
		return ERR(EBADF);
	if (f->flags & FILE_PATH)
		err = ERR(EBADF);
	else if (offset + req->len < offset)
		err = ERR(EOVERFLOW);
	else if (!(f->flags & FILE_READ) ||
		 (shared && (req->prot & PG_WRITE) && !(f->flags & FILE_WRITE)))
		err = ERR(EACCES);
	else {
		if (shared && !(f->flags & FILE_WRITE))
			req->flags |= REGION_NOWRITE;
		err = file_map(current->aspace, f, req, offset, shared, &va);
	}
	file_put(f);
	return err ? err : (long)va;
}

long
sys_mmap(struct syscall_args *a)
{
	unsigned int prot = (unsigned int)ARG2(a),
		     flags = (unsigned int)ARG3(a);
	uint64_t offset = ARG5(a);
	struct map_request req = {
		.hint = ARG0(a),
		.prot = prot & (PG_READ | PG_WRITE | PG_EXEC),
		.flags = region_flags(flags, prot),
		.fixed = flags & (LINUX_MAP_FIXED | LINUX_MAP_FIXED_NOREPLACE),
		.noreplace = flags & LINUX_MAP_FIXED_NOREPLACE,
	};
	vaddr_t va;
	int err = check_type(flags);

	if (err)
		return err;
	if (!ARG1(a) || (offset & (PAGE_SIZE - 1)))
		return ERR(EINVAL);
	if (len_wraps(ARG1(a)))
		return ERR(ENOMEM);
	req.len = LEN_ROUND(ARG1(a));
	if (req.fixed && (req.hint & (PAGE_SIZE - 1)))
		return ERR(EINVAL);
	if (req.fixed &&
	    (req.hint >= USER_END || req.len > USER_END - req.hint))
		return ERR(ENOMEM);
	if (req.fixed && req.hint < 0x10000)
		return ERR(EPERM); /* vm.mmap_min_addr */
	if ((flags & LINUX_MAP_TYPE) != LINUX_MAP_PRIVATE &&
	    (flags & LINUX_MAP_GROWSDOWN))
		return ERR(EINVAL);
	err = check_limit(current->process, req.len,
	    (flags & LINUX_MAP_TYPE) == LINUX_MAP_PRIVATE && (prot & PG_WRITE));
	if (err)
		return err;
	if (!(flags & LINUX_MAP_ANONYMOUS))
		return map_file(&req, flags, (int)ARG4(a), offset);
	if ((flags & LINUX_MAP_TYPE) == LINUX_MAP_SHARED)
		req.flags |= REGION_SHANON;
	err = aspace_mmap(current->aspace, &req, &va);
	return err ? err : (long)va;
}

long
sys_munmap(struct syscall_args *a)
{
	uint64_t len = ARG1(a);

	if (len_wraps(len) || (ARG0(a) & (PAGE_SIZE - 1)) || !len)
		return ERR(EINVAL);
	return aspace_munmap(current->aspace, ARG0(a), LEN_ROUND(len));
}

long
sys_mprotect(struct syscall_args *a)
{
	uint64_t len = ARG1(a), prot = ARG2(a);

	if (ARG0(a) & (PAGE_SIZE - 1))
		return ERR(EINVAL);
	if (prot &
	    ~(uint64_t)(LINUX_PROT_READ | LINUX_PROT_WRITE | LINUX_PROT_EXEC |
			LINUX_PROT_SEM | LINUX_PROT_GROWSDOWN))
		return ERR(EINVAL);
	if (!len)
		return 0;
	if (len_wraps(len))
		return ERR(ENOMEM);
	if (prot & LINUX_PROT_GROWSDOWN) {
		struct region_info r;

		if (aspace_query(current->aspace, ARG0(a), &r) ||
		    r.start > ARG0(a))
			return ERR(ENOMEM);
		if (!(r.flags & REGION_GROWSDOWN))
			return ERR(EINVAL);
	}
	return aspace_mprotect(
	    current->aspace, ARG0(a), LEN_ROUND(len), (unsigned int)prot);
}

long
sys_pkey_mprotect(struct syscall_args *a)
{
	if ((int)ARG3(a) != -1)
		return ERR(EINVAL);
	return sys_mprotect(a);
}

long
sys_mremap(struct syscall_args *a)
{
	uint64_t flags = ARG3(a), old = ARG0(a);
	bool fixed = flags & LINUX_MREMAP_FIXED;
	vaddr_t va;
	int err;

	if (flags & ~(uint64_t)(LINUX_MREMAP_MAYMOVE | LINUX_MREMAP_FIXED))
		return ERR(EINVAL);
	if (fixed && !(flags & LINUX_MREMAP_MAYMOVE))
		return ERR(EINVAL);
	if ((old & (PAGE_SIZE - 1)) || !ARG2(a) || !ARG1(a) ||
	    len_wraps(ARG1(a)))
		return ERR(EINVAL);
	if (len_wraps(ARG2(a)))
		return ERR(EINVAL);
	if (old >= USER_END)
		return ERR(EFAULT);
	if (LEN_ROUND(ARG2(a)) > LEN_ROUND(ARG1(a))) {
		err = check_limit(current->process,
		    LEN_ROUND(ARG2(a)) - LEN_ROUND(ARG1(a)), false);
		if (err)
			return err;
	}
	err = aspace_mremap(current->aspace, old, LEN_ROUND(ARG1(a)),
	    LEN_ROUND(ARG2(a)), flags & LINUX_MREMAP_MAYMOVE, fixed, ARG4(a),
	    &va);
	return err ? err : (long)va;
}

long
sys_brk(struct syscall_args *a)
{
	struct process *p = current->process;
	vaddr_t now = aspace_brk(p->aspace, 0);

	if (ARG0(a) > now &&
	    (ARG0(a) > USER_END || check_limit(p, ARG0(a) - now, true)))
		return (long)now;
	return (long)aspace_brk(p->aspace, ARG0(a));
}

static int
check_mapped(vaddr_t va, uint64_t len)
{
	struct region_info r;

	while (len) {
		uint64_t n;

		if (aspace_query(current->aspace, va, &r) || r.start > va)
			return ERR(ENOMEM);
		n = MIN(len, r.end - va);
		va += n;
		len -= n;
	}
	return 0;
}

/* Is the memory of a kind that this advice can be given for? Locked memory
 * keeps its contents; that of others is not freed. */
static bool
advice_fits(vaddr_t va, uint64_t len, int advice)
{
	bool own = advice == LINUX_MADV_FREE || advice == LINUX_MADV_WIPEONFORK;
	struct region_info r;
	vaddr_t end = va + len;

	while (va < end && !aspace_query(current->aspace, va, &r) &&
	       r.start < end) {
		if (advice != LINUX_MADV_WIPEONFORK &&
		    (r.flags & REGION_LOCKED))
			return false;
		if (own && (r.kind != REGION_ANON || (r.flags & REGION_SHANON)))
			return false;
		va = r.end;
	}
	return true;
}

long
sys_madvise(struct syscall_args *a)
{
	vaddr_t va = ARG0(a);
	uint64_t len = ARG1(a);

	if ((va & (PAGE_SIZE - 1)) || len_wraps(len))
		return ERR(EINVAL);
	len = LEN_ROUND(len);
	if (va + len < va)
		return ERR(EINVAL);
	switch ((int)ARG2(a)) {
	case LINUX_MADV_DONTNEED:
	case LINUX_MADV_FREE:
		if (!len)
			return 0;
		if (va + len > USER_END)
			return ERR(ENOMEM);
		if ((int)ARG2(a) == LINUX_MADV_FREE &&
		    !advice_fits(va, len, LINUX_MADV_FREE))
			return ERR(EINVAL);
		return aspace_discard(current->aspace, va, len);
	case LINUX_MADV_WILLNEED:
	case LINUX_MADV_POPULATE_READ:
	case LINUX_MADV_POPULATE_WRITE:
		if (!len)
			return 0;
		return aspace_populate(current->aspace, va, len);
	case LINUX_MADV_WIPEONFORK:
	case LINUX_MADV_PAGEOUT:
	case LINUX_MADV_COLD:
		if (!advice_fits(va, len, (int)ARG2(a)))
			return ERR(EINVAL);
		return check_mapped(va, len);
	case LINUX_MADV_MERGEABLE:
	case LINUX_MADV_UNMERGEABLE:
	case LINUX_MADV_KEEPONFORK:
	case LINUX_MADV_NORMAL:
	case LINUX_MADV_RANDOM:
	case LINUX_MADV_SEQUENTIAL:
	case LINUX_MADV_DONTFORK:
	case LINUX_MADV_DOFORK:
	case LINUX_MADV_HUGEPAGE:
	case LINUX_MADV_NOHUGEPAGE:
	case LINUX_MADV_DONTDUMP:
	case LINUX_MADV_DODUMP:
		return check_mapped(va, len);
	default:
		return ERR(EINVAL);
	}
}

#define VEC_CHUNK 512

long
sys_mincore(struct syscall_args *a)
{
	vaddr_t va = ARG0(a), vec = ARG2(a);
	uint64_t pages;
	uint8_t *buf;
	int err = 0;

	if (va & (PAGE_SIZE - 1))
		return ERR(EINVAL);
	if (va >= USER_END || ARG1(a) > USER_END - va)
		return ERR(ENOMEM);
	pages = LEN_ROUND(ARG1(a)) >> PAGE_SHIFT;
	if (!user_range_ok(vec, pages))
		return ERR(EFAULT);
	buf = kmalloc(VEC_CHUNK);
	if (!buf)
		return ERR(EAGAIN);
	while (pages && !err) {
		uint64_t n = MIN(pages, VEC_CHUNK);

		err = aspace_mincore(current->aspace, va, n << PAGE_SHIFT, buf);
		if (!err)
			err = copyout(vec, buf, n);
		va += n << PAGE_SHIFT;
		vec += n;
		pages -= n;
	}
	kfree(buf);
	return err;
}

long
sys_msync(struct syscall_args *a)
{
	uint64_t flags = ARG2(a);

	if ((ARG0(a) & (PAGE_SIZE - 1)) ||
	    (flags & ~(uint64_t)(LINUX_MS_ASYNC | LINUX_MS_INVALIDATE |
				 LINUX_MS_SYNC)) ||
	    ((flags & LINUX_MS_ASYNC) && (flags & LINUX_MS_SYNC)))
		return ERR(EINVAL);
	if (ARG0(a) + LEN_ROUND(ARG1(a)) < ARG0(a))
		return ERR(ENOMEM);
	return check_mapped(ARG0(a), LEN_ROUND(ARG1(a)));
}

/* Who is not root may lock no more than RLIMIT_MEMLOCK. */
static int
check_lock_limit(uint64_t more)
{
	struct process *p = current->process;
	uint64_t most = p->limits[LIMIT_MEMLOCK].cur;
	struct aspace_usage u;
	struct fs_cred c;

	fs_cred_current(&c, false);
	if (most == UINT64_MAX || !c.uid)
		return 0;
	if (!most)
		return ERR(EPERM);
	aspace_usage(p->aspace, &u);
	return u.locked + more > most ? ERR(ENOMEM) : 0;
}

/* Bound memory never moves and is never taken away: only reservations change
 * by being locked. */
static long
lock_range(vaddr_t va, uint64_t len, bool lock, bool bind)
{
	int err;
	vaddr_t start = ALIGN_DOWN(va, PAGE_SIZE);

	len = LEN_ROUND(len + (va - start)); /* may wrap to nothing */
	if (start + len < start)
		return ERR(EINVAL);
	if (!len)
		return 0;
	if (start >= USER_END || len > USER_END - start)
		return ERR(ENOMEM);
	if (lock) {
		err = check_lock_limit(len);
		if (!err && bind)
			err = aspace_populate(current->aspace, start, len);
		if (err)
			return err;
	}
	return aspace_set_locked(current->aspace, start, len, lock);
}

long
sys_mlock(struct syscall_args *a)
{
	return lock_range(ARG0(a), ARG1(a), true, true);
}

long
sys_mlock2(struct syscall_args *a)
{
	if (ARG2(a) & ~(uint64_t)LINUX_MLOCK_ONFAULT)
		return ERR(EINVAL);
	return lock_range(
	    ARG0(a), ARG1(a), true, !(ARG2(a) & LINUX_MLOCK_ONFAULT));
}

long
sys_munlock(struct syscall_args *a)
{
	return lock_range(ARG0(a), ARG1(a), false, false);
}

long
sys_mlockall(struct syscall_args *a)
{
	uint64_t flags = ARG0(a);

	if (!flags || flags == LINUX_MCL_ONFAULT ||
	    (flags & ~(uint64_t)(LINUX_MCL_CURRENT | LINUX_MCL_FUTURE |
				 LINUX_MCL_ONFAULT)))
		return ERR(EINVAL);
	return 0;
}

long
sys_munlockall(struct syscall_args *a)
{
	(void)a;
	return 0;
}
