/* SPDX-License-Identifier: GPL-2.0-only */
/* core/ksyms.c - names of kernel addresses, from the table the second link
 * embeds (tools/gen/ksyms.sh). Empty in the first link.
 */
#include "core/ksyms.h"
#include "base/fmt.h"

extern const uint32_t ksyms_count;
extern const uint32_t ksyms_offsets[]; /* from kernel_image_start, rising */
extern const uint32_t ksyms_names[];   /* into ksyms_strings */
extern const char ksyms_strings[];
extern const char kernel_image_start[], kernel_text_end[];

/* Name the function that holds `inside`, and how far behind its start addr
 * is. */
static void
format(uint64_t inside, uint64_t addr, char *buf, size_t size)
{
	uint64_t off = inside - (uint64_t)kernel_image_start;
	uint32_t lo = 0, hi = ksyms_count;

	if (inside < (uint64_t)kernel_image_start ||
	    inside >= (uint64_t)kernel_text_end || hi == 0 ||
	    off < ksyms_offsets[0]) {
		(void)fmt_sn(buf, size, "?");
		return;
	}
	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (ksyms_offsets[mid] <= off)
			lo = mid;
		else
			hi = mid;
	}
	(void)fmt_sn(buf, size, "%s+%#lx", &ksyms_strings[ksyms_names[lo]],
	    addr - (uint64_t)kernel_image_start - ksyms_offsets[lo]);
}

void
ksym_format(uint64_t addr, char *buf, size_t size)
{
	format(addr, addr, buf, size);
}

void
ksym_format_return(uint64_t addr, char *buf, size_t size)
{
	format(addr - 1, addr, buf, size);
}
