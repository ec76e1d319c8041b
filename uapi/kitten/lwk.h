/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/kitten/lwk.h - the LWK system calls: physical memory, address spaces,
 * tasks and processors in the hands of user level.
 *
 * They are entered as Linux's are (number in rax, arguments in rdi, rsi, rdx,
 * r10, r8, r9; 0 or more on success, -errno otherwise). Only processes that
 * the kernel trusts may use them, the first one (init) and those it started
 * with LWK_TASK_TRUSTED; others get -EPERM. A bad pointer is -EFAULT.
 *
 * An address space is named by its id, a small number; 0 is the caller's own.
 * Addresses and lengths are multiples of 4 KiB unless said otherwise, else
 * -EINVAL. An unknown id is -ENOENT.
 */
#ifndef UAPI_KITTEN_LWK_H
#define UAPI_KITTEN_LWK_H

#include <stdint.h>

#define LWK_PMEM_QUERY	      500
#define LWK_PMEM_ALLOC	      501
#define LWK_PMEM_FREE	      502
#define LWK_PMEM_UPDATE	      503
#define LWK_PMEM_ZERO	      504
#define LWK_ASPACE_CREATE     505
#define LWK_ASPACE_DESTROY    506
#define LWK_ASPACE_BUDGET     507
#define LWK_ASPACE_MAP	      508
#define LWK_ASPACE_UNMAP      509
#define LWK_ASPACE_ADD_REGION 510
#define LWK_ASPACE_DEL_REGION 511
#define LWK_ASPACE_MAP_PMEM   512
#define LWK_ASPACE_UNMAP_PMEM 513
#define LWK_ASPACE_WRITE      514
#define LWK_ASPACE_READ	      515
#define LWK_ASPACE_FILL	      516
#define LWK_ASPACE_SET_HEAP   517
#define LWK_ASPACE_PHYS	      518
#define LWK_ASPACE_QUERY      519
#define LWK_ASPACE_VDSO	      520
#define LWK_TASK_CREATE	      521
#define LWK_CPU_INFO	      522
#define LWK_LOG		      523

/* ---- physical memory ---- */

enum lwk_pmem_type {
	LWK_PMEM_ANY_TYPE = 0, /* of a query */
	LWK_PMEM_KERNEL,
	LWK_PMEM_FREE_MEM, /* nobody's */
	LWK_PMEM_USER,	   /* allocated by user level */
	LWK_PMEM_BUDGET,   /* in the budget of the owner, an address space */
	LWK_PMEM_INITRD,
	LWK_PMEM_DEVICE,
	LWK_PMEM_FIRMWARE
};

#define LWK_PMEM_NAME_LEN 16
#define LWK_ANY_NODE	  (~0u)

struct lwk_pmem {
	uint64_t start; /* physical address */
	uint64_t end;	/* exclusive */
	uint32_t type;	/* enum lwk_pmem_type */
	uint32_t node;
	int32_t owner; /* id of an address space, or 0 */
	uint32_t reserved;
	char name[LWK_PMEM_NAME_LEN]; /* ends with a NUL */
};

/* pmem_query(start, end, type, struct lwk_pmem *out): the first range that
 * overlaps [start, end) and is of the type. -ENOENT: there is none. Any
 * start and end. */

/* pmem_alloc(len, align, node, const char *name, struct lwk_pmem *out): take
 * free memory of a node (LWK_ANY_NODE: any) as LWK_PMEM_USER. align: a power
 * of two. The contents are undefined. -ENOMEM. */

/* pmem_free(start, len): give back what is LWK_PMEM_USER; none of it may be
 * mapped any more. -EPERM: something else is in the range. -ENOENT: no
 * memory is there. */

/* pmem_update(const struct lwk_pmem *range): make [start, end), which is
 * LWK_PMEM_USER or LWK_PMEM_FREE_MEM, of the one or the other type, with a
 * new name (owner and node are not looked at). -EPERM, -ENOENT as above. */

/* pmem_zero(start, len): fill LWK_PMEM_USER memory with zeros. */

/* ---- address spaces ---- */

#define LWK_PROT_READ  1u
#define LWK_PROT_WRITE 2u
#define LWK_PROT_EXEC  4u

/* Flags of a region. */
#define LWK_REGION_RESERVE 1u /* memory comes when it is touched */
#define LWK_REGION_STACK   2u
#define LWK_REGION_HEAP	   4u

#define LWK_NAME_LEN 32

struct lwk_region {
	uint64_t start;
	uint64_t len;
	uint32_t prot;	/* LWK_PROT_* */
	uint32_t flags; /* LWK_REGION_* */
	uint32_t kind;	/* only told: 0 budget, 1 by hand, 2 file, 3 vDSO */
	uint32_t reserved;
	uint64_t bound; /* only told: bytes with memory behind them */
	char name[LWK_NAME_LEN];
};

/* aspace_create(const char *name, int32_t *id): a new address space, empty and
 * without memory. It lives until aspace_destroy and the end of the processes
 * in it. -ENOMEM. */

/* aspace_destroy(id): let go of it; once no process is in it, its budget
 * becomes free memory. -ENOENT: not made by aspace_create, or gone. */

/* aspace_budget(id, start, len): hand LWK_PMEM_USER memory to its budget, from
 * which aspace_map, and mmap and brk of its processes, draw. -EPERM, -ENOENT,
 * -ENOMEM. */

/* aspace_map(id, const struct lwk_region *r): zeroed memory from the budget at
 * exactly r->start. -EEXIST: something is there. -ENOMEM. */

/* aspace_unmap(id, va, len): take out what is in the range, back to the
 * budget where it came from there. */

/* aspace_add_region(id, const struct lwk_region *r): a region whose memory the
 * caller will supply by aspace_map_pmem. -EEXIST, -ENOMEM. */
/* aspace_del_region(id, va, len): remove it. Its memory stays LWK_PMEM_USER. */

/* aspace_map_pmem(id, va, start, len): put LWK_PMEM_USER memory at va, inside
 * a region made by aspace_add_region. -EEXIST: some of the addresses have
 * memory; -ENOENT: no such region; -EPERM: not such a region, not such memory.
 * aspace_unmap_pmem(id, va, len): take it out again. */

/* aspace_write(id, va, const void *buf, len), aspace_read(id, va, void *buf,
 * len): copy to and from another address space, whatever its protection. Any
 * va and len. -EFAULT: no memory is there, or it is a file's. */

/* aspace_fill(id, va, fd, offset, len): as aspace_write, from an open file.
 * Returns the bytes copied: less than len when the file ends there. */

/* aspace_set_heap(id, va): where the break begins. */
/* aspace_phys(id, va, uint64_t *out): physical address behind va (any).
 * -EFAULT: none. */
/* aspace_query(id, va, struct lwk_region *out): the region that holds va (any)
 * or the first above. -ENOENT: none. */
/* aspace_vdso(id, uint64_t *va): map the vDSO; *va is its ELF header. */

/* ---- tasks and processors ---- */

#define LWK_MAX_CPUS  1024
#define LWK_CPU_WORDS (LWK_MAX_CPUS / 64)
#define LWK_MAX_FDS   16
#define LWK_MAX_AUXV  64 /* words: 32 pairs */
#define LWK_ANY_CPU   (-1)

#define LWK_TASK_TRACE	 1u /* its system calls are written to the trace */
#define LWK_TASK_TRUSTED 2u /* it may use LWK calls */

struct lwk_task_start {
	int32_t aspace; /* id */
	uint32_t flags; /* LWK_TASK_* */
	uint64_t entry; /* first instruction */
	uint64_t stack; /* first stack pointer */
	/* For /proc/PID: where the strings are. */
	uint64_t arg_start, arg_end, env_start, env_end;
	uint64_t exe; /* const char *: path of the program */
	uint64_t cwd; /* const char *: its directory */
	uint32_t uid, gid;
	int32_t cpu; /* of the first task, or LWK_ANY_CPU */
	uint32_t nfds;
	int32_t fds[LWK_MAX_FDS]; /* the caller's, become 0..nfds-1; -1: none */
	uint64_t cpus[LWK_CPU_WORDS]; /* where its tasks may run */
	uint32_t auxv_len;	      /* words used */
	uint32_t reserved;
	uint64_t auxv[LWK_MAX_AUXV];
};

/* task_create(const struct lwk_task_start *s): a new process in an address
 * space that is ready; a child of the caller. Returns its pid. -EINVAL,
 * -ENOENT (aspace, cwd), -ENOTDIR, -EBADF, -EAGAIN, -ENOMEM. */

struct lwk_cpu_info {
	uint32_t cpus;	/* known to the kernel: 0..cpus-1 */
	uint32_t nodes; /* of memory */
	uint64_t online[LWK_CPU_WORDS];
	uint64_t system[LWK_CPU_WORDS]; /* take devices, kernel threads */
	uint64_t job[LWK_CPU_WORDS];	/* left to programs */
	uint8_t node_of[LWK_MAX_CPUS];
};

/* cpu_info(struct lwk_cpu_info *out). */

/* log(const char *text, len): one line for the kernel's log, cut at
 * LWK_LOG_MAX bytes; what is not printable becomes '?'. */
#define LWK_LOG_MAX 400

#endif
