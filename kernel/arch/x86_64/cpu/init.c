/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/cpu/init.c - set up the running processor: descriptor tables,
 * control registers, system call entry, page attribute table.
 *
 * Life of the IST stacks: the boot processor's are static; those of the
 * others come from the page allocator when they are started (smp.c) and stay.
 * Each is IST_STACK_SIZE long and so aligned; its last word holds the struct
 * cpu, for trap_paranoid in entry.S.
 */
#include "arch/cpu.h"
#include "arch/x86_64/cpu/features.h"
#include "arch/x86_64/cpu/gdt.h"
#include "arch/x86_64/trap/trap.h"
#include "base/str.h"
#include "core/cpu.h"
#include "core/log.h"
#include "hw/cr.h"
#include "hw/msr.h"

#define IST_STACKS 3

extern char syscall_entry[];

static char boot_ist[IST_STACKS][IST_STACK_SIZE] __aligned(IST_STACK_SIZE);

/* Flat descriptors (AMD APM vol. 2 4.7, 4.8): type, S, DPL, P, L/D, G. */
#define DESC_KCODE   0x00af9b000000ffffull
#define DESC_KDATA   0x00cf93000000ffffull
#define DESC_UCODE32 0x00cffb000000ffffull
#define DESC_UDATA   0x00cff3000000ffffull
#define DESC_UCODE   0x00affb000000ffffull
#define DESC_TSS     0x0000890000000000ull /* present, available 64-bit TSS */

static void
ist_init(struct cpu *cpu)
{
	struct arch_cpu *a = &cpu->arch;

	for (unsigned int i = 0; i < IST_STACKS; i++) {
		if (!a->ist_stacks[i])
			a->ist_stacks[i] =
			    (uint64_t)boot_ist[i] + IST_STACK_SIZE;
		((struct cpu **)a->ist_stacks[i])[-1] = cpu;
		a->tss.ist[i] = a->ist_stacks[i] - 16;
	}
}

static void
gdt_init(struct cpu *cpu)
{
	struct arch_cpu *a = &cpu->arch;
	uint64_t tss = (uint64_t)&a->tss;
	struct {
		uint16_t limit;
		uint64_t base;
	} __packed gdtr = { sizeof(a->gdt) - 1, (uint64_t)a->gdt };

	a->tss.iomap_base = sizeof(a->tss);
	a->gdt[0] = 0;
	a->gdt[SEL_KCODE / 8] = DESC_KCODE;
	a->gdt[SEL_KDATA / 8] = DESC_KDATA;
	a->gdt[SEL_UCODE32 / 8] = DESC_UCODE32;
	a->gdt[SEL_UDATA / 8] = DESC_UDATA;
	a->gdt[SEL_UCODE / 8] = DESC_UCODE;
	a->gdt[SEL_TSS / 8] = DESC_TSS | (sizeof(a->tss) - 1) |
			      (tss & 0xffffff) << 16 | (tss >> 24 & 0xff) << 56;
	a->gdt[SEL_TSS / 8 + 1] = tss >> 32;
	__asm__ volatile("lgdt %0\n\t"
			 "pushq %1\n\t"
			 "leaq 1f(%%rip), %%rax\n\t"
			 "pushq %%rax\n\t"
			 "lretq\n"
			 "1:\n\t"
			 "movl %k2, %%ds\n\t"
			 "movl %k2, %%es\n\t"
			 "movl %k2, %%ss\n\t"
			 "movl %k2, %%fs\n\t"
			 "movl %k2, %%gs\n\t"
			 "ltr %w3" ::"m"(gdtr),
			 "i"(SEL_KCODE), "r"(0), "r"(SEL_TSS)
			 : "rax", "memory");
	msr_write(MSR_GS_BASE, (uint64_t)cpu);
	msr_write(MSR_KERNEL_GS_BASE, 0);
	msr_write(MSR_FS_BASE, 0);
}

static void
control_registers_init(void)
{
	uint64_t cr4 = CR4_PAE | CR4_OSFXSR | CR4_OSXMMEXCPT;
	static const struct {
		unsigned int feature;
		uint32_t bit;
	} optional[] = {
		{ X86_PGE, CR4_PGE },
		{ X86_MCE, CR4_MCE },
		{ X86_FSGSBASE, CR4_FSGSBASE },
		{ X86_SMEP, CR4_SMEP },
		{ X86_SMAP, CR4_SMAP },
		{ X86_UMIP, CR4_UMIP },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(optional); i++) {
		if (cpu_has(optional[i].feature))
			cr4 |= optional[i].bit;
	}
	if (cpu_features.xsave)
		cr4 |= CR4_OSXSAVE;
	cr0_write(CR0_PE | CR0_MP | CR0_ET | CR0_NE | CR0_WP | CR0_AM | CR0_PG);
	cr4_write(cr4);
	if (cpu_features.xsave)
		xcr0_write(cpu_features.xcr0);
	__asm__ volatile("fninit");
}

/* SYSCALL loads CS and SS from STAR 32-47, SYSRET from 48-63. */
static void
syscall_init(void)
{
	uint64_t efer = msr_read(MSR_EFER) | EFER_SCE;

	if (cpu_features.nx)
		efer |= EFER_NXE;
	msr_write(MSR_EFER, efer);
	msr_write(
	    MSR_STAR, (uint64_t)SEL_KCODE << 32 | (uint64_t)SEL_UCODE32 << 48);
	msr_write(MSR_LSTAR, (uint64_t)syscall_entry);
	msr_write(MSR_SFMASK, RFLAGS_TF | RFLAGS_IF | RFLAGS_DF | RFLAGS_IOPL |
				  RFLAGS_NT | RFLAGS_AC);
	/* 32-bit system calls by SYSENTER: a null selector makes it #GP. */
	msr_write(MSR_SYSENTER_CS, 0);
}

/* Slots 0-3 as at reset (WB, WT, UC-, UC), 4 is WC, the rest as 1-3. */
static void
pat_init(void)
{
	uint64_t low = PAT_WB | PAT_WT << 8 | PAT_UC_MINUS << 16 | PAT_UC << 24;
	uint64_t high =
	    PAT_WC | PAT_WT << 8 | PAT_UC_MINUS << 16 | PAT_UC << 24;

	if (cpu_has(X86_PAT))
		msr_write(MSR_PAT, low | high << 32);
}

void
cpu_aux_init(const struct cpu *cpu)
{
	if (cpu_has(X86_RDTSCP))
		msr_write(MSR_TSC_AUX, (uint64_t)cpu->node << 12 | cpu->id);
}

void
arch_cpu_init(struct cpu *cpu)
{
	cpu->self = cpu;
	ist_init(cpu);
	gdt_init(cpu);
	control_registers_init();
	syscall_init();
	pat_init();
	cpu_aux_init(cpu);
	idt_load();
}

void
arch_early_init(void)
{
	features_read();
	if (cpu_features.nx)
		msr_write(MSR_EFER, msr_read(MSR_EFER) | EFER_NXE);
}
