/* SPDX-License-Identifier: BSD-2-Clause */
/* base/elf.c - the check of an executable before anything of it is used. */
#include "base/elf.h"
#include "base/str.h"

/* A segment that asks for more than this is not from a linker. */
#define ALIGN_MAX (1ull << 30)

STATIC_ASSERT(sizeof(struct elf_ehdr) == 64);
STATIC_ASSERT(sizeof(struct elf_phdr) == 56);
STATIC_ASSERT(sizeof(struct elf_shdr) == 64);
STATIC_ASSERT(sizeof(struct elf_sym) == 24);

/* What is gathered on the way over the program headers. */
struct scan {
	struct elf_info *info;
	size_t len;	   /* of the file */
	uint64_t prev_end; /* of the last PT_LOAD, address */
	unsigned int loads;
	bool interp;
	bool entry_ok; /* lies in an executable segment */
};

static bool
power_of_two_or_0(uint64_t x)
{
	return (x & (x - 1)) == 0;
}

static bool
inside_file(const struct scan *s, uint64_t offset, uint64_t size)
{
	return offset <= s->len && size <= s->len - offset;
}

static bool
check_segment(const struct scan *s, const struct elf_phdr *ph)
{
	if (!power_of_two_or_0(ph->align) || ph->align > ALIGN_MAX)
		return false;
	if (ph->filesz > ph->memsz || !inside_file(s, ph->offset, ph->filesz))
		return false;
	return ph->memsz <= ELF_ADDR_MAX &&
	       ph->vaddr <= ELF_ADDR_MAX - ph->memsz;
}

static bool
scan_load(struct scan *s, const struct elf_phdr *ph)
{
	struct elf_info *info = s->info;
	uint64_t align = MAX(ph->align, ELF_PAGE);
	uint64_t table = info->phnum * sizeof(*ph);
	uint64_t end = ph->vaddr + ph->memsz;

	if (!check_segment(s, ph) || ((ph->vaddr - ph->offset) & (align - 1)))
		return false;
	if (!ph->memsz)
		return true;
	if (ph->vaddr < s->prev_end)
		return false;
	if (!s->loads)
		info->base_min = ALIGN_DOWN(ph->vaddr, ELF_PAGE);
	info->base_max = ALIGN_UP(end, ELF_PAGE);
	info->align_max = MAX(info->align_max, align);
	if ((ph->flags & PF_X) && info->entry >= ph->vaddr && info->entry < end)
		s->entry_ok = true;
	if (info->phoff >= ph->offset && table <= ph->filesz &&
	    info->phoff - ph->offset <= ph->filesz - table)
		info->phdr_vaddr = ph->vaddr + (info->phoff - ph->offset);
	s->prev_end = end;
	s->loads++;
	return true;
}

static bool
scan_phdr(struct scan *s, const struct elf_phdr *ph)
{
	struct elf_info *info = s->info;

	switch (ph->type) {
	case PT_LOAD:
		return scan_load(s, ph);
	case PT_INTERP:
		s->interp = true;
		return inside_file(s, ph->offset, ph->filesz);
	case PT_TLS:
		if (info->has_tls)
			return false;
		info->has_tls = true;
		return check_segment(s, ph);
	case PT_GNU_STACK:
		info->stack_exec = (ph->flags & PF_X) != 0;
		return true;
	default:
		return true;
	}
}

/* The part of the header that tells what kind of file it is. */
static enum elf_result
check_ident(const void *image, size_t len)
{
	const uint8_t *id = (const uint8_t *)image;
	uint16_t machine;

	if (len < 4 || memcmp(id, ELF_MAGIC, 4))
		return ELF_NOT_ELF;
	if (len < offsetof(struct elf_ehdr, version))
		return ELF_BAD_HEADER;
	if (id[4] == ELF_CLASS32)
		return ELF_NOT_64;
	if (id[4] != ELF_CLASS64 || id[6] != ELF_VERSION)
		return ELF_BAD_HEADER;
	memcpy(&machine, id + offsetof(struct elf_ehdr, machine), 2);
	if (id[5] != ELF_DATA_LSB || machine != EM_X86_64)
		return ELF_WRONG_ARCH;
	return len < sizeof(struct elf_ehdr) ? ELF_BAD_HEADER : ELF_OK;
}

static enum elf_result
check_ehdr(const struct elf_ehdr *eh, size_t len, struct elf_info *out)
{
	if (eh->version != ELF_VERSION || eh->ehsize < sizeof(*eh))
		return ELF_BAD_HEADER;
	if (eh->type != ET_EXEC && eh->type != ET_DYN)
		return ELF_NOT_EXEC;
	if (!eh->phnum || !eh->entry)
		return ELF_NOT_EXEC; /* a shared library has no entry */
	if (eh->phentsize != sizeof(struct elf_phdr) ||
	    eh->phnum > ELF_MAX_PHNUM)
		return ELF_BAD_HEADER;
	if (eh->phoff > len ||
	    eh->phnum * sizeof(struct elf_phdr) > len - eh->phoff)
		return ELF_BAD_HEADER;
	out->entry = eh->entry;
	out->phoff = eh->phoff;
	out->phnum = eh->phnum;
	out->phentsize = eh->phentsize;
	out->is_pie = eh->type == ET_DYN;
	out->align_max = ELF_PAGE;
	return ELF_OK;
}

enum elf_result
elf_check(const void *image, size_t len, struct elf_info *out)
{
	struct scan s = { .info = out, .len = len };
	enum elf_result res = check_ident(image, len);
	struct elf_ehdr eh;
	struct elf_phdr ph;
	unsigned int i;

	if (res != ELF_OK)
		return res;
	memcpy(&eh, image, sizeof(eh));
	memset(out, 0, sizeof(*out));
	res = check_ehdr(&eh, len, out);
	if (res != ELF_OK)
		return res;
	for (i = 0; i < out->phnum; i++) {
		elf_get_phdr(image, out, i, &ph);
		if (!scan_phdr(&s, &ph))
			return ELF_BAD_HEADER;
	}
	if (!s.loads)
		return ELF_NOT_EXEC;
	if (s.interp)
		return ELF_NEEDS_INTERP;
	return s.entry_ok ? ELF_OK : ELF_BAD_HEADER;
}

void
elf_get_phdr(const void *image, const struct elf_info *info, unsigned int i,
    struct elf_phdr *out)
{
	memcpy(out, (const char *)image + info->phoff + i * sizeof(*out),
	    sizeof(*out));
}

const char *
elf_reason(enum elf_result r)
{
	switch (r) {
	case ELF_OK:
		return "a static x86-64 executable";
	case ELF_NOT_ELF:
		return "not an ELF file";
	case ELF_NOT_64:
		return "a 32-bit executable";
	case ELF_WRONG_ARCH:
		return "built for another architecture";
	case ELF_NOT_EXEC:
		return "an ELF file, but not an executable";
	case ELF_NEEDS_INTERP:
		return "needs a dynamic loader";
	case ELF_BAD_HEADER:
		return "a damaged ELF file";
	}
	return "unknown";
}
