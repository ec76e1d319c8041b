/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/lwk/pmem.c - LWK calls on physical memory.
 *
 * Invariant: user level changes only ranges that are free or its own; what a
 * budget, the kernel or firmware has cannot be named here.
 * Limits: the check and the change that follows are two steps: two trusted
 * processes that fight over one range may both succeed.
 */
#include "mm/pmem.h"
#include "abi/lwk/lwk.h"
#include "base/str.h"
#include "sched/sched.h"

STATIC_ASSERT((int)LWK_PMEM_KERNEL == (int)PMEM_KERNEL &&
	      (int)LWK_PMEM_FREE_MEM == (int)PMEM_FREE &&
	      (int)LWK_PMEM_USER == (int)PMEM_USER &&
	      (int)LWK_PMEM_BUDGET == (int)PMEM_BUDGET &&
	      (int)LWK_PMEM_INITRD == (int)PMEM_INITRD &&
	      (int)LWK_PMEM_DEVICE == (int)PMEM_DEVICE &&
	      (int)LWK_PMEM_FIRMWARE == (int)PMEM_FIRMWARE);
STATIC_ASSERT(LWK_PMEM_NAME_LEN == PMEM_NAME_LEN);
STATIC_ASSERT(LWK_ANY_NODE == PMEM_ANY_NODE);

/* Zeroing lets others run after so much. */
#define ZERO_CHUNK PAGE_2M

int
lwk_name_get(char *name, size_t size, vaddr_t uaddr)
{
	long n;

	name[0] = '\0';
	if (!uaddr)
		return 0;
	n = copyin_str(name, uaddr, size);
	return n < 0 ? (int)n : 0;
}

int
lwk_pmem_check(paddr_t start, uint64_t len, bool or_free)
{
	struct pmem_range r;

	if (((start | len) & (PAGE_SIZE - 1)) || !len || start + len < start)
		return ERR(EINVAL);
	for (paddr_t at = start; at < start + len; at = r.end) {
		if (pmem_query(at, start + len, 0, &r) || r.start > at)
			return ERR(ENOENT);
		if (r.type != PMEM_USER && !(or_free && r.type == PMEM_FREE))
			return ERR(EPERM);
	}
	return 0;
}

static long
range_out(const struct pmem_range *r, vaddr_t out)
{
	struct lwk_pmem u = {
		.start = r->start,
		.end = r->end,
		.type = (uint32_t)r->type,
		.node = r->node,
		.owner = r->owner,
	};

	(void)strscpy(u.name, r->name, sizeof(u.name));
	return copyout_obj(out, &u);
}

long
sys_lwk_pmem_query(struct syscall_args *a)
{
	struct pmem_range r;
	int err;

	if (!lwk_allowed())
		return ERR(EPERM);
	if (ARG2(a) > PMEM_FIRMWARE)
		return ERR(EINVAL);
	err = pmem_query(ARG0(a), ARG1(a), (enum pmem_type)ARG2(a), &r);
	return err ? err : range_out(&r, ARG3(a));
}

long
sys_lwk_pmem_alloc(struct syscall_args *a)
{
	char name[PMEM_NAME_LEN];
	struct pmem_range r;
	long err;

	if (!lwk_allowed())
		return ERR(EPERM);
	err = lwk_name_get(name, sizeof(name), ARG3(a));
	if (err)
		return err;
	if (!user_range_ok(ARG4(a), sizeof(struct lwk_pmem)))
		return ERR(EFAULT);
	err = pmem_alloc(
	    ARG0(a), ARG1(a), (unsigned int)ARG2(a), PMEM_USER, 0, name, &r);
	if (err)
		return err;
	err = range_out(&r, ARG4(a));
	if (err)
		(void)!pmem_update(r.start, r.end, PMEM_FREE, 0, "");
	return err;
}

long
sys_lwk_pmem_free(struct syscall_args *a)
{
	int err;

	if (!lwk_allowed())
		return ERR(EPERM);
	err = lwk_pmem_check(ARG0(a), ARG1(a), false);
	if (err)
		return err;
	return pmem_update(ARG0(a), ARG0(a) + ARG1(a), PMEM_FREE, 0, "");
}

long
sys_lwk_pmem_update(struct syscall_args *a)
{
	struct lwk_pmem u;
	int err;

	if (!lwk_allowed())
		return ERR(EPERM);
	if (copyin_obj(&u, ARG0(a)))
		return ERR(EFAULT);
	if ((u.type != PMEM_USER && u.type != PMEM_FREE) || u.end <= u.start ||
	    strnlen(u.name, sizeof(u.name)) == sizeof(u.name))
		return ERR(EINVAL);
	err = lwk_pmem_check(u.start, u.end - u.start, true);
	if (err)
		return err;
	return pmem_update(u.start, u.end, (enum pmem_type)u.type, 0,
	    u.type == PMEM_FREE ? "" : u.name);
}

long
sys_lwk_pmem_zero(struct syscall_args *a)
{
	paddr_t at = ARG0(a), end = ARG0(a) + ARG1(a);
	int err;

	if (!lwk_allowed())
		return ERR(EPERM);
	err = lwk_pmem_check(at, ARG1(a), false);
	if (err)
		return err;
	while (at < end) {
		uint64_t n = MIN(end - at, ZERO_CHUNK);

		memset(phys_to_virt(at), 0, n);
		at += n;
		if (at < end)
			sched_yield();
	}
	return 0;
}

long
sys_lwk_aspace_budget(struct syscall_args *a)
{
	paddr_t start = ARG1(a), end = ARG1(a) + ARG2(a);
	struct aspace *as;
	int err;

	as = lwk_aspace_get((int)ARG0(a), &err);
	if (!as)
		return err;
	err = lwk_pmem_check(start, ARG2(a), false);
	if (!err)
		err = pmem_update(
		    start, end, PMEM_BUDGET, aspace_id(as), "budget");
	if (!err) {
		err = aspace_budget_add(as, start, end - start);
		if (err)
			(void)!pmem_update(start, end, PMEM_USER, 0, "");
	}
	aspace_put(as);
	return err;
}
