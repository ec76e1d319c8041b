/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/aspace.c - address spaces: life, budget, switching, faults, queries.
 *
 * Mapping calls are in mm/mapping.c, LWK calls' side in mm/lwk_map.c.
 *
 * Locking: as->lock (mutex) for the contents; table_lock for the list of all.
 * Life: aspace_create .. last aspace_put: regions, memory, tables and the
 * budget's pmem go back.
 */
#include "mm/aspace.h"
#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"
#include "core/panic.h"
#include "core/xcall.h"
#include "mm/aspace_priv.h"
#include "mm/kmem.h"
#include "mm/pmem.h"
#include "sched/task.h"

#define USER_MIN 0x10000ull /* null pointers and small offsets fault */

static struct spinlock table_lock = SPINLOCK_INIT(RANK_PROCTREE);
static struct list table = { &table, &table }; /* [table_lock] */
static int next_id = 1;			       /* [table_lock] */
static struct aspace *loaded[MAX_CPUS];	       /* [p] root in CR3, or NULL */

static struct range_node *
node_alloc(void *ctx)
{
	(void)ctx;
	return kmalloc(sizeof(struct range_node));
}

static void
node_free(void *ctx, struct range_node *n)
{
	(void)ctx;
	kfree(n);
}

const struct ranges_ops mm_ranges_ops = { node_alloc, node_free };

struct aspace *
aspace_create(const char *name, int *err)
{
	struct aspace *as = kzalloc(sizeof(*as));

	*err = ERR(ENOMEM);
	if (!as)
		return NULL;
	mutex_init(&as->lock, RANK_ASPACE);
	as->refs = 1;
	(void)strscpy(as->name, name, sizeof(as->name));
	ranges_init(&as->holes, &mm_ranges_ops, NULL);
	ranges_init(&as->budget, &mm_ranges_ops, NULL);
	if (ranges_add(&as->holes, USER_MIN, USER_END - USER_MIN) ||
	    pgtable_create(&as->root)) {
		ranges_fini(&as->holes);
		kfree(as);
		return NULL;
	}
	spin_lock(&table_lock);
	as->id = next_id++;
	list_add_tail(&table, &as->link);
	spin_unlock(&table_lock);
	*err = 0;
	return as;
}

void
aspace_get(struct aspace *as)
{
	__atomic_add_fetch(&as->refs, 1, __ATOMIC_RELAXED);
}

static void
unload(void *arg)
{
	if (loaded[this_cpu()->id] == arg)
		aspace_switch(NULL);
}

static void
destroy(struct aspace *as)
{
	struct region *r;

	/* CPUs that went idle or to a kernel thread may still have the root. */
	xcall_run(&as->loaded, unload, as);
	/* All of it at once: nothing need be cut, so it can't fail, even when
	 * the kernel's memory is used up. */
	VERIFY(!unbind_range(as, 0, USER_END));
	while ((r = region_at_or_after(as, 0)) != NULL)
		region_remove(as, r);
	mutex_lock(&as->lock);
	aspace_unlock(as);
	spares_free(as);
	pgtable_destroy(as->root);
	ranges_fini(&as->budget);
	ranges_fini(&as->holes);
	while (as->grants) {
		struct pmem_grant *g = as->grants;

		as->grants = g->next;
		(void)pmem_update(
		    g->start, g->start + g->len, PMEM_FREE, 0, "");
		kfree(g);
	}
	kfree(as);
}

void
aspace_put(struct aspace *as)
{
	bool last;

	spin_lock(&table_lock);
	last = __atomic_sub_fetch(&as->refs, 1, __ATOMIC_ACQ_REL) == 0;
	if (last)
		list_del(&as->link);
	spin_unlock(&table_lock);
	if (last)
		destroy(as);
}

struct aspace *
aspace_find(int id)
{
	struct aspace *as, *found = NULL;

	spin_lock(&table_lock);
	list_for_each(as, &table, link) {
		if (as->id == id) {
			aspace_get(as);
			found = as;
			break;
		}
	}
	spin_unlock(&table_lock);
	return found;
}

int
aspace_id(const struct aspace *as)
{
	return as->id;
}

pgroot_t
aspace_root(const struct aspace *as)
{
	return as->root;
}

int
aspace_budget_add(struct aspace *as, paddr_t start, uint64_t len)
{
	struct pmem_grant *g = kmalloc(sizeof(*g));
	int err;

	if (!g)
		return ERR(ENOMEM);
	mutex_lock(&as->lock);
	err = ranges_add(&as->budget, start, len);
	if (!err) {
		g->start = start;
		g->len = len;
		g->next = as->grants;
		as->grants = g;
		as->budget_total += len;
	}
	aspace_unlock(as);
	if (err)
		kfree(g);
	return err;
}

void
aspace_budget_info(struct aspace *as, uint64_t *total, uint64_t *free)
{
	mutex_lock(&as->lock);
	*total = as->budget_total;
	*free = as->budget.total;
	aspace_unlock(as);
}

void
aspace_memory_seen(struct aspace *as, uint64_t *total, uint64_t *free)
{
	uint64_t budget = 0;

	*total = pmem_bytes(0, PMEM_ANY_NODE) -
		 pmem_bytes(PMEM_DEVICE, PMEM_ANY_NODE) -
		 pmem_bytes(PMEM_FIRMWARE, PMEM_ANY_NODE);
	*free = 0;
	if (as)
		aspace_budget_info(as, &budget, free);
	if (!budget)
		*free = pmem_bytes(PMEM_FREE, PMEM_ANY_NODE);
}

uint64_t
aspace_budget_free(struct aspace *as, paddr_t start, paddr_t end)
{
	uint64_t at = start, from, len, sum = 0;

	mutex_lock(&as->lock);
	while (at < end && ranges_next(&as->budget, at, &from, &len) &&
	       from < end) {
		sum += MIN(from + len, end) - MAX(from, at);
		at = from + len;
	}
	aspace_unlock(as);
	return sum;
}

void
aspace_switch(struct aspace *as)
{
	struct cpu *c = this_cpu();
	struct aspace *old = loaded[c->id];

	if (old == as)
		return;
	if (as)
		cpuset_add_atomic(&as->loaded, c->id);
	loaded[c->id] = as;
	pgtable_load(as ? as->root : kernel_root);
	/* Not before: who finds the CPU gone from the set may free the old
	 * root at once. */
	if (old)
		cpuset_del_atomic(&old->loaded, c->id);
}

struct flush_request {
	struct aspace *as;
	vaddr_t va;
	uint64_t len;
};

static void
flush_here(void *arg)
{
	const struct flush_request *f = arg;

	if (loaded[this_cpu()->id] == f->as)
		pgtable_flush_local(f->va, f->len);
}

void
aspace_flush(struct aspace *as, vaddr_t va, uint64_t len)
{
	struct flush_request f = { as, va, len };

	/* The store to the page table comes before the look at the set: a CPU
	 * that loads the root after that sees the new tables. */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	xcall_run(&as->loaded, flush_here, &f);
}

/* What access a region gives the user; write implies read on x86. */
static bool
allowed(const struct region *r, unsigned int access)
{
	if (access == PG_READ)
		return r->prot & ACCESS_MASK;
	return (r->prot & access) == access;
}

/* Bind what a touched reservation needs: the whole 2 MiB around if the region
 * and the budget allow, so that large sparse arrays get large pages. */
static int
bind_touched(struct aspace *as, struct region *r, vaddr_t va)
{
	vaddr_t big = ALIGN_DOWN(va, PAGE_2M);
	int err = -ENOMEM;

	va = ALIGN_DOWN(va, PAGE_SIZE);
	if (big >= r->start && big + PAGE_2M <= r->end &&
	    bound_bytes(as, big, PAGE_2M) == 0 &&
	    as->budget.total >= 16 * PAGE_2M)
		err = bind_range(as, r, big, PAGE_2M);
	return err ? bind_range(as, r, va, PAGE_SIZE) : 0;
}

/* A page of the object behind va, asked for without the lock; the region may
 * be another one when the lock is taken again: then the touch is repeated. */
static int
bind_object_page(
    struct aspace *as, struct map_object *o, vaddr_t va, uint64_t offset)
{
	struct region *r;
	paddr_t pa;
	int err = o->ops->page(o, offset >> PAGE_SHIFT, &pa);

	if (err)
		return err;
	mutex_lock(&as->lock);
	r = region_find(as, va);
	if (r && r->object == o && r->offset + (va - r->start) == offset &&
	    !bound_bytes(as, va, PAGE_SIZE))
		err = bind_physical(as, r, va, pa, PAGE_SIZE);
	aspace_unlock(as);
	return err;
}

int
aspace_bind_object(struct aspace *as, struct map_object *o, vaddr_t va,
    uint64_t len, uint64_t offset)
{
	int err = 0;

	for (uint64_t at = 0; at < len && !err; at += PAGE_SIZE)
		err = bind_object_page(as, o, va + at, offset + at);
	/* Past the object's end nothing is bound: a touch is SIGBUS. */
	return err == -ENXIO ? 0 : err;
}

/* What a fault in r needs, lock held. An object is returned with a reference,
 * to be asked without the lock. */
static int
fault_locked(struct aspace *as, struct region *r, vaddr_t va,
    unsigned int access, struct map_object **object)
{
	if (!r)
		return -EFAULT;
	if (!allowed(r, access))
		return -EACCES;
	if (bound_bytes(as, ALIGN_DOWN(va, PAGE_SIZE), PAGE_SIZE))
		/* Another thread was first, or a stale TLB entry. Without a
		 * page-table entry (a failed change of protection that could
		 * not be undone) going on would fault for ever. */
		return pgtable_walk(as->root, va, NULL, NULL, NULL) ? -ENOMEM
								    : 0;
	if (r->kind == REGION_ANON)
		return bind_touched(as, r, va);
	if (r->kind != REGION_SHARED)
		return -EFAULT;
	*object = r->object;
	r->object->ops->get(r->object);
	return 0;
}

int
aspace_fault(struct aspace *as, vaddr_t va, unsigned int access)
{
	struct map_object *object = NULL;
	uint64_t offset = 0;
	struct region *r;
	int err;

	if (va >= USER_END)
		return -EFAULT;
	mutex_lock(&as->lock);
	r = region_find(as, va);
	err = fault_locked(as, r, va, access, &object);
	va = ALIGN_DOWN(va, PAGE_SIZE);
	if (object)
		offset = r->offset + (va - r->start);
	aspace_unlock(as);
	if (object) {
		err = bind_object_page(as, object, va, offset);
		object->ops->put(object);
	}
	return err;
}

static void
region_describe(
    struct aspace *as, const struct region *r, struct region_info *out)
{
	*out = (struct region_info){
		.start = r->start,
		.end = r->end,
		.prot = r->prot,
		.kind = r->kind,
		.flags = r->flags,
		.offset = r->offset,
		.bound = bound_bytes(as, r->start, r->end - r->start),
	};
	(void)strscpy(out->name, r->name, sizeof(out->name));
}

int
aspace_query(struct aspace *as, vaddr_t va, struct region_info *out)
{
	struct region *r;

	mutex_lock(&as->lock);
	r = region_at_or_after(as, va);
	if (r)
		region_describe(as, r, out);
	aspace_unlock(as);
	return r ? 0 : -ENOENT;
}

int
aspace_mincore(struct aspace *as, vaddr_t va, uint64_t len, uint8_t *vec)
{
	int err = 0;

	mutex_lock(&as->lock);
	if (!region_covered(as, va, len))
		err = -ENOMEM;
	for (uint64_t off = 0; !err && off < len; off += PAGE_SIZE)
		vec[off >> PAGE_SHIFT] =
		    bound_bytes(as, va + off, PAGE_SIZE) != 0;
	aspace_unlock(as);
	return err;
}

int
aspace_virt_to_phys(struct aspace *as, vaddr_t va, paddr_t *out)
{
	struct segment *s;
	int err = -EFAULT;

	mutex_lock(&as->lock);
	s = segment_at_or_after(as, va);
	if (s && s->va <= va) {
		*out = s->pa + (va - s->va);
		err = 0;
	}
	aspace_unlock(as);
	return err;
}

void
aspace_usage(struct aspace *as, struct aspace_usage *out)
{
	struct region *r;

	*out = (struct aspace_usage){ 0 };
	mutex_lock(&as->lock);
	for (r = region_at_or_after(as, 0); r; r = region_next(r)) {
		uint64_t len = r->end - r->start;

		out->virt += len;
		out->bound += bound_bytes(as, r->start, len);
		if (r->prot & PG_EXEC)
			out->exec += len;
		else if (r->flags & (REGION_STACK | REGION_GROWSDOWN))
			out->stack += len;
		else
			out->data += len;
		if (r->flags & REGION_LOCKED)
			out->locked += len;
	}
	out->peak = as->peak;
	aspace_unlock(as);
}
