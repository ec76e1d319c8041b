/* SPDX-License-Identifier: BSD-2-Clause */
/* base/elf.h - ELF files of x86-64: layout, and a thorough check.
 *
 * Sources: System V ABI, chapters 4 and 5; its x86-64 supplement.
 * Idea: elf_check is the only place that doubts a file. What it lets through
 * may be loaded without more checks: every header lies inside the image, no
 * sum of offsets or addresses overflows, segments are in ascending order,
 * congruent to their file offsets and do not overlap (two may share a page).
 * Limits: 64-bit, little-endian, at most ELF_MAX_PHNUM program headers.
 * Tests: tests/host/base/elf_test.c
 */
#ifndef BASE_ELF_H
#define BASE_ELF_H

#include "base/types.h"

#define ELF_MAGIC      "\177ELF"
#define ELF_CLASS32    1
#define ELF_CLASS64    2
#define ELF_DATA_LSB   1
#define ELF_VERSION    1
#define ELF_OSABI_SYSV 0
#define ELF_OSABI_GNU  3

#define ET_REL	1
#define ET_EXEC 2
#define ET_DYN	3

#define EM_386	  3
#define EM_X86_64 62

#define PT_NULL		0u
#define PT_LOAD		1u
#define PT_DYNAMIC	2u
#define PT_INTERP	3u
#define PT_NOTE		4u
#define PT_PHDR		6u
#define PT_TLS		7u
#define PT_GNU_EH_FRAME 0x6474e550u
#define PT_GNU_STACK	0x6474e551u
#define PT_GNU_RELRO	0x6474e552u

#define PF_X 1u
#define PF_W 2u
#define PF_R 4u

/* The auxiliary vector's types, as the process start code reads them. */
#define AT_NULL		0
#define AT_PHDR		3
#define AT_PHENT	4
#define AT_PHNUM	5
#define AT_PAGESZ	6
#define AT_BASE		7
#define AT_FLAGS	8
#define AT_ENTRY	9
#define AT_UID		11
#define AT_EUID		12
#define AT_GID		13
#define AT_EGID		14
#define AT_PLATFORM	15
#define AT_HWCAP	16
#define AT_CLKTCK	17
#define AT_SECURE	23
#define AT_RANDOM	25
#define AT_HWCAP2	26
#define AT_EXECFN	31
#define AT_SYSINFO_EHDR 33
#define AT_MINSIGSTKSZ	51

#define ELF_PAGE      4096ull
#define ELF_MAX_PHNUM 128u
/* No program's address reaches this: the lower half of 48 bits. */
#define ELF_ADDR_MAX (1ull << 47)

struct elf_ehdr {
	uint8_t ident[16];
	uint16_t type;
	uint16_t machine;
	uint32_t version;
	uint64_t entry;
	uint64_t phoff;
	uint64_t shoff;
	uint32_t flags;
	uint16_t ehsize;
	uint16_t phentsize;
	uint16_t phnum;
	uint16_t shentsize;
	uint16_t shnum;
	uint16_t shstrndx;
};

struct elf_phdr {
	uint32_t type;
	uint32_t flags;
	uint64_t offset;
	uint64_t vaddr;
	uint64_t paddr;
	uint64_t filesz;
	uint64_t memsz;
	uint64_t align;
};

struct elf_shdr {
	uint32_t name;
	uint32_t type;
	uint64_t flags;
	uint64_t addr;
	uint64_t offset;
	uint64_t size;
	uint32_t link;
	uint32_t info;
	uint64_t addralign;
	uint64_t entsize;
};

struct elf_sym {
	uint32_t name;
	uint8_t info;
	uint8_t other;
	uint16_t shndx;
	uint64_t value;
	uint64_t size;
};

/* Why a file cannot be run. */
enum elf_result {
	ELF_OK,
	ELF_NOT_ELF,	  /* no ELF file at all, a script for instance */
	ELF_NOT_64,	  /* 32-bit */
	ELF_WRONG_ARCH,	  /* not x86-64, or big-endian */
	ELF_NOT_EXEC,	  /* an object, core or library file */
	ELF_NEEDS_INTERP, /* dynamically linked */
	ELF_BAD_HEADER	  /* damaged, or beyond our limits */
};

struct elf_info {
	uint64_t entry; /* as in the file, without load offset */
	uint64_t phoff; /* of the program headers, in the file */
	uint16_t phnum; /* number of them */
	uint16_t phentsize;
	bool is_pie; /* may be put anywhere */
	bool has_tls;
	bool stack_exec;     /* PT_GNU_STACK asks for it */
	uint64_t base_min;   /* first page of the segments, address */
	uint64_t base_max;   /* end of the last page of the segments */
	uint64_t align_max;  /* largest alignment of a segment, >= a page */
	uint64_t phdr_vaddr; /* where the program headers are in memory, 0: not
			      * in any segment */
};

/* Check the executable of len bytes at image (any alignment) and describe it
 * in *out, which is undefined unless ELF_OK is returned. A file that needs an
 * interpreter but is otherwise sound gives ELF_NEEDS_INTERP. Context: any. */
enum elf_result elf_check(
    const void *image, size_t len, struct elf_info *out) __must_check;

/* Copy program header number i (< phnum) of an image that elf_check passed. */
void elf_get_phdr(const void *image, const struct elf_info *info,
    unsigned int i, struct elf_phdr *out);

/* A few words for people, such as "not an ELF file". */
const char *elf_reason(enum elf_result r);

#endif
