/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/first_task.c - the kernel's own loader, for the first program only.
 *
 * Idea: init is an ordinary static Linux executable; it loads all others with
 * LWK calls (user/lib/job.c). What the kernel needs for init is this much: a
 * small budget, the segments, a stack laid out as Linux does it.
 *
 *	STACK_TOP   strings, random bytes
 *	            auxiliary vector, environment, arguments, argc  <- rsp
 *
 * Life: the address space belongs to the process once it is made; on failure
 * it is given back with its memory.
 * Tests: every boot.
 */
#include "abi/linux/first_task.h"
#include "abi/linux/vdso/vdso.h"
#include "arch/cpu.h"
#include "arch/task_arch.h"
#include "base/elf.h"
#include "base/err.h"
#include "base/str.h"
#include "core/random.h"
#include "fs/vfs.h"
#include "mm/aspace.h"
#include "mm/kmem.h"
#include "mm/pmem.h"
#include "proc/process.h"

#define BUDGET_MAX (32ull << 20)
#define BUDGET_MIN (2ull << 20)
#define STACK_LEN  (256ull << 10)
#define STACK_TOP  (USER_SLOT_END - PAGE_2M)
#define PIE_BASE   0x1000000000ull
#define PATH_LIMIT 256 /* so that the strings fit the stack's first page */
/* What a signal frame holds besides the processor's extended state. */
#define SIGNAL_FRAME_BYTES 1024

struct load {
	const char *path;
	const void *image;
	size_t image_len;
	bool borrowed;
	struct elf_info elf;
	uint64_t bias;
	struct aspace *as;
	vaddr_t vdso;
};

static const char *reason = "";

const char *
first_task_reason(void)
{
	return reason;
}

static int
fail(int err, const char *why)
{
	reason = why;
	return err;
}

/* Copy into the new address space, which nobody runs in yet. */
static int
put(struct aspace *as, vaddr_t va, const void *src, uint64_t len)
{
	const char *from = src;

	while (len) {
		uint64_t n = MIN(len, PAGE_SIZE - (va & (PAGE_SIZE - 1)));
		paddr_t pa;
		int err = aspace_virt_to_phys(as, va, &pa);

		if (err)
			return err;
		memcpy(phys_to_virt(pa), from, n);
		va += n;
		from += n;
		len -= n;
	}
	return 0;
}

static int
give_budget(struct aspace *as)
{
	uint64_t len = pmem_bytes(PMEM_FREE, PMEM_ANY_NODE) / 8;
	struct pmem_range r;
	int err = -ENOMEM;

	len = ALIGN_DOWN(MIN(len, BUDGET_MAX), PAGE_2M);
	for (; err && len >= BUDGET_MIN; len = ALIGN_DOWN(len / 2, PAGE_2M))
		err = pmem_alloc(len, PAGE_2M, PMEM_ANY_NODE, PMEM_BUDGET,
		    aspace_id(as), "init", &r);
	if (!err)
		err = aspace_budget_add(as, r.start, r.end - r.start);
	return err ? fail(err, "too little memory: give the machine more") : 0;
}

static unsigned int
segment_prot(const struct elf_phdr *ph)
{
	return (ph->flags & PF_R ? PG_READ : 0u) |
	       (ph->flags & PF_W ? PG_WRITE : 0u) |
	       (ph->flags & PF_X ? PG_EXEC : 0u);
}

static int
map_at(struct load *l, vaddr_t va, uint64_t len, unsigned int prot,
    const char *name)
{
	struct map_request req = {
		.hint = va,
		.len = len,
		.prot = prot,
		.fixed = true,
		.noreplace = true,
		.name = name,
	};

	return aspace_mmap(l->as, &req, &va);
}

/* *end: where the segments before it end; a page may be shared with them. */
static int
load_segment(struct load *l, const struct elf_phdr *ph, vaddr_t *end,
    unsigned int *last_prot)
{
	vaddr_t va = ph->vaddr + l->bias;
	vaddr_t from = ALIGN_DOWN(va, PAGE_SIZE);
	vaddr_t to = ALIGN_UP(va + ph->memsz, PAGE_SIZE);
	unsigned int prot = segment_prot(ph);
	int err = 0;

	if (from < *end) {
		err =
		    aspace_mprotect(l->as, from, PAGE_SIZE, prot | *last_prot);
		from = *end;
	}
	if (!err && from < to)
		err = map_at(l, from, to - from, prot, l->path);
	if (!err)
		err = put(
		    l->as, va, (const char *)l->image + ph->offset, ph->filesz);
	*end = MAX(*end, to);
	*last_prot = prot;
	return err;
}

static int
load_image(struct load *l)
{
	enum elf_result res = elf_check(l->image, l->image_len, &l->elf);
	unsigned int last_prot = 0;
	vaddr_t end = 0;
	int err = 0;

	if (res != ELF_OK)
		return fail(ERR(ENOEXEC), elf_reason(res));
	if (l->elf.is_pie)
		l->bias = ALIGN_UP(PIE_BASE, l->elf.align_max) -
			  ALIGN_DOWN(l->elf.base_min, l->elf.align_max);
	for (unsigned int i = 0; i < l->elf.phnum && !err; i++) {
		struct elf_phdr ph;

		elf_get_phdr(l->image, &l->elf, i, &ph);
		if (ph.type == PT_LOAD && ph.memsz)
			err = load_segment(l, &ph, &end, &last_prot);
	}
	if (err)
		return fail(err, "its segments do not fit");
	aspace_set_heap(l->as, end);
	return 0;
}

/* The initial stack while it is put together: from the top down. */
struct stack {
	char page[PAGE_SIZE]; /* the highest page of the stack */
	size_t at;
};

static vaddr_t
stack_addr(const struct stack *s)
{
	return STACK_TOP - PAGE_SIZE + s->at;
}

static vaddr_t
push(struct stack *s, const void *data, size_t len)
{
	s->at -= len;
	memcpy(s->page + s->at, data, len);
	return stack_addr(s);
}

static vaddr_t
push_str(struct stack *s, const char *text)
{
	return push(s, text, strlen(text) + 1);
}

static unsigned int
make_auxv(
    struct load *l, uint64_t *v, vaddr_t rnd, vaddr_t platform, vaddr_t execfn)
{
	const struct elf_info *e = &l->elf;
	const uint64_t pairs[] = {
		AT_SYSINFO_EHDR,
		l->vdso,
		AT_HWCAP,
		arch_hwcap(),
		AT_PAGESZ,
		PAGE_SIZE,
		AT_CLKTCK,
		100,
		AT_PHDR,
		e->phdr_vaddr ? e->phdr_vaddr + l->bias : 0,
		AT_PHENT,
		e->phentsize,
		AT_PHNUM,
		e->phnum,
		AT_BASE,
		0,
		AT_FLAGS,
		0,
		AT_ENTRY,
		e->entry + l->bias,
		AT_UID,
		0,
		AT_EUID,
		0,
		AT_GID,
		0,
		AT_EGID,
		0,
		AT_SECURE,
		0,
		AT_RANDOM,
		rnd,
		AT_HWCAP2,
		arch_hwcap2(),
		AT_EXECFN,
		execfn,
		AT_PLATFORM,
		platform,
		AT_MINSIGSTKSZ,
		fpu_size() + SIGNAL_FRAME_BYTES,
		AT_NULL,
		0,
	};
	STATIC_ASSERT(sizeof(pairs) <= sizeof(((struct process *)0)->auxv));

	memcpy(v, pairs, sizeof(pairs));
	return sizeof(pairs);
}

static int
make_stack(struct load *l, struct process_start *ps, uint64_t *auxv)
{
	struct stack *s = kzalloc(sizeof(*s));
	vaddr_t execfn, platform, rnd;
	uint64_t words[5];
	char seed[16];
	size_t total;
	int err;

	if (!s)
		return fail(ERR(ENOMEM), "the kernel's memory is full");
	s->at = sizeof(s->page) - sizeof(uint64_t);
	random_bytes(seed, sizeof(seed));
	execfn = push_str(s, l->path);
	ps->env_end = execfn;
	ps->env_start = push_str(s, "PATH=/bin:/usr/bin");
	ps->arg_end = ps->env_start;
	ps->arg_start = push_str(s, l->path);
	platform = push_str(s, "x86_64");
	rnd = push(s, seed, sizeof(seed));
	ps->auxv = auxv;
	ps->auxv_len = make_auxv(l, auxv, rnd, platform, execfn);

	words[0] = 1; /* argc, argv, its end, envp, its end */
	words[1] = ps->arg_start;
	words[2] = 0;
	words[3] = ps->env_start;
	words[4] = 0;
	total = sizeof(words) + ps->auxv_len;
	s->at = ALIGN_DOWN(s->at - total, 16ul) + total;
	push(s, auxv, ps->auxv_len);
	ps->stack = push(s, words, sizeof(words));

	err = map_at(
	    l, STACK_TOP - STACK_LEN, STACK_LEN, PG_READ | PG_WRITE, "[stack]");
	if (!err)
		err = put(
		    l->as, ps->stack, s->page + s->at, sizeof(s->page) - s->at);
	kfree(s);
	return err ? fail(err, "its stack does not fit") : 0;
}

static int
start(struct load *l)
{
	uint64_t auxv[ARRAY_SIZE(((struct process *)0)->auxv)];
	struct process_start ps = {
		.aspace = l->as,
		.exe = l->path,
		.cwd = "/",
		.cpus = cpus_system,
		.cpu = -1,
		.may_lwk = true,
	};
	int pid, err = give_budget(l->as);

	if (!err)
		err = load_image(l);
	if (err)
		return err;
	err = vdso_map(l->as, &l->vdso);
	if (err)
		return fail(err, "the vDSO can't be mapped");
	err = make_stack(l, &ps, auxv);
	if (err)
		return err;
	ps.entry = l->elf.entry + l->bias;
	err = process_create(&ps, &pid);
	return err ? fail(err, "no process could be made for it") : 0;
}

int
first_task_start(const char *path)
{
	struct load l = { .path = path };
	int err;

	if (strlen(path) < PATH_LIMIT)
		err = fs_read_whole(path, &l.image, &l.image_len, &l.borrowed);
	else
		err = ERR(ENAMETOOLONG);
	if (err) {
		fail(err, err == -ENOENT ? "not in the initial archive"
					 : "can't be read");
	} else {
		l.as = aspace_create("init", &err);
		if (l.as) {
			err = start(&l);
			aspace_put(l.as);
		} else {
			fail(err, "the kernel's memory is full");
		}
		if (!l.borrowed)
			kfree((void *)(uintptr_t)l.image);
	}
	return err;
}
