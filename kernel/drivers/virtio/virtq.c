/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/virtio/virtq.c - split queues (virtio 1.0, 2.4): hand buffers over,
 * take them back.
 *
 * Idea: one descriptor is one buffer, no chains; the caller's buffer number is
 * the descriptor's.
 *
 * Invariants: an id is busy from virtq_put to virtq_take. What the device
 * writes is checked: an id that it does not have breaks the queue, which then
 * returns nothing any more (reported once).
 * Ordering: the used and available indices are the hand-over points; x86 keeps
 * stores in order and loads in order, a full fence stands where a load must
 * not pass an earlier store.
 * Locking: the caller's.
 */

#include "arch/io.h"
#include "core/log.h"
#include "drivers/virtio/virtio.h"

static inline void
fence(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

uint16_t
virtq_used_index(const struct virtq *q)
{
	return __atomic_load_n(&q->used->idx, __ATOMIC_ACQUIRE);
}

void
virtq_put(struct virtq *q, unsigned int id, paddr_t pa, uint32_t len,
    bool device_writes)
{
	struct vring_desc *d = &q->desc[id];

	d->addr = pa;
	d->len = len;
	d->flags = device_writes ? VRING_DESC_F_WRITE : 0;
	d->next = 0;
	q->busy |= BIT(id);
	q->avail->ring[q->next_avail & (q->size - 1)] = (uint16_t)id;
	q->next_avail++;
	__atomic_store_n(&q->avail->idx, q->next_avail, __ATOMIC_RELEASE);
}

bool
virtq_pending(const struct virtq *q)
{
	return q->size != 0 && !READ_ONCE(q->broken) &&
	       virtq_used_index(q) != READ_ONCE(q->next_used);
}

bool
virtq_take(struct virtq *q, unsigned int *id, uint32_t *len)
{
	volatile struct vring_used_elem *e;
	uint32_t got;

	if (!virtq_pending(q))
		return false;
	e = &q->used->ring[q->next_used & (q->size - 1)];
	got = e->id;
	if (got >= q->size || !(q->busy & BIT(got))) {
		WRITE_ONCE(q->broken, true);
		log_err("virtio: queue %u: the device returned buffer %u, "
			"which it does not have",
		    q->index, got);
		return false;
	}
	*id = got;
	*len = e->len;
	q->busy &= ~BIT(got);
	q->next_used++;
	return true;
}

uint64_t
virtq_pending_bytes(const struct virtq *q)
{
	uint64_t sum = 0;
	uint16_t i, end;

	if (!virtq_pending(q))
		return 0;
	end = virtq_used_index(q);
	for (i = q->next_used; i != end; i++)
		sum += q->used->ring[i & (q->size - 1)].len;
	return sum;
}

void
virtq_kick(const struct virtq *q)
{
	fence();
	if (!(READ_ONCE(q->used->flags) & VRING_USED_F_NO_NOTIFY))
		mmio_write16(q->notify, q->index);
}

void
virtq_interrupts(struct virtq *q, bool on)
{
	WRITE_ONCE(q->avail->flags, on ? 0 : VRING_AVAIL_F_NO_INTERRUPT);
	fence();
}
