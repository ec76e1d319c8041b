/* SPDX-License-Identifier: BSD-2-Clause */
/* hw/msr.h - numbers and bits of model-specific registers (Intel SDM vol. 4;
 * AMD APM vol. 2 appendix A). Plain constants: assembly includes this too.
 */
#ifndef HW_MSR_H
#define HW_MSR_H

#define MSR_TSC		   0x00000010
#define MSR_APIC_BASE	   0x0000001b
#define MSR_TSC_ADJUST	   0x0000003b
#define MSR_UCODE_REV	   0x0000008b
#define MSR_MTRRCAP	   0x000000fe
#define MSR_SYSENTER_CS	   0x00000174
#define MSR_MISC_ENABLE	   0x000001a0
#define MSR_PAT		   0x00000277
#define MSR_TSC_DEADLINE   0x000006e0
#define MSR_X2APIC_FIRST   0x00000800 /* + register offset / 16 */
#define MSR_X2APIC_ICR	   0x00000830
#define MSR_EFER	   0xc0000080
#define MSR_STAR	   0xc0000081
#define MSR_LSTAR	   0xc0000082
#define MSR_CSTAR	   0xc0000083
#define MSR_SFMASK	   0xc0000084
#define MSR_FS_BASE	   0xc0000100
#define MSR_GS_BASE	   0xc0000101
#define MSR_KERNEL_GS_BASE 0xc0000102
#define MSR_TSC_AUX	   0xc0000103

#define APIC_BASE_BSP	 0x100
#define APIC_BASE_X2APIC 0x400
#define APIC_BASE_ENABLE 0x800

#define EFER_SCE  0x0001 /* SYSCALL */
#define EFER_LME  0x0100
#define EFER_LMA  0x0400
#define EFER_NXE  0x0800
#define EFER_SVME 0x1000

/* Memory types of the page attribute table. */
#define PAT_UC	     0
#define PAT_WC	     1
#define PAT_WT	     4
#define PAT_WP	     5
#define PAT_WB	     6
#define PAT_UC_MINUS 7

#endif
