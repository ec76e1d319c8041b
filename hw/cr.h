/* SPDX-License-Identifier: BSD-2-Clause */
/* hw/cr.h - control registers, RFLAGS, XCR0 (Intel SDM vol. 3A 2.5, 2.6; AMD
 * APM vol. 2 3.1). Plain constants: assembly includes this too.
 */
#ifndef HW_CR_H
#define HW_CR_H

#define CR0_PE 0x00000001 /* protected mode */
#define CR0_MP 0x00000002
#define CR0_EM 0x00000004
#define CR0_TS 0x00000008
#define CR0_ET 0x00000010
#define CR0_NE 0x00000020 /* x87 errors as #MF */
#define CR0_WP 0x00010000 /* the kernel too obeys read-only pages */
#define CR0_AM 0x00040000 /* alignment checks, where RFLAGS.AC is set */
#define CR0_NW 0x20000000
#define CR0_CD 0x40000000
#define CR0_PG 0x80000000

#define CR4_VME	       0x00000001
#define CR4_PVI	       0x00000002
#define CR4_TSD	       0x00000004
#define CR4_DE	       0x00000008
#define CR4_PSE	       0x00000010
#define CR4_PAE	       0x00000020
#define CR4_MCE	       0x00000040
#define CR4_PGE	       0x00000080
#define CR4_PCE	       0x00000100
#define CR4_OSFXSR     0x00000200
#define CR4_OSXMMEXCPT 0x00000400
#define CR4_UMIP       0x00000800
#define CR4_LA57       0x00001000
#define CR4_VMXE       0x00002000
#define CR4_SMXE       0x00004000
#define CR4_FSGSBASE   0x00010000
#define CR4_PCIDE      0x00020000
#define CR4_OSXSAVE    0x00040000
#define CR4_SMEP       0x00100000
#define CR4_SMAP       0x00200000
#define CR4_PKE	       0x00400000

#define RFLAGS_CF   0x00000001
#define RFLAGS_ONE  0x00000002 /* always set */
#define RFLAGS_PF   0x00000004
#define RFLAGS_AF   0x00000010
#define RFLAGS_ZF   0x00000040
#define RFLAGS_SF   0x00000080
#define RFLAGS_TF   0x00000100
#define RFLAGS_IF   0x00000200
#define RFLAGS_DF   0x00000400
#define RFLAGS_OF   0x00000800
#define RFLAGS_IOPL 0x00003000
#define RFLAGS_NT   0x00004000
#define RFLAGS_RF   0x00010000
#define RFLAGS_VM   0x00020000
#define RFLAGS_AC   0x00040000
#define RFLAGS_VIF  0x00080000
#define RFLAGS_VIP  0x00100000
#define RFLAGS_ID   0x00200000

#define XCR0_X87       0x001
#define XCR0_SSE       0x002
#define XCR0_AVX       0x004
#define XCR0_BNDREGS   0x008
#define XCR0_BNDCSR    0x010
#define XCR0_OPMASK    0x020
#define XCR0_ZMM_HI256 0x040
#define XCR0_HI16_ZMM  0x080
#define XCR0_PKRU      0x200
#define XCR0_AVX512    (XCR0_OPMASK | XCR0_ZMM_HI256 | XCR0_HI16_ZMM)

#endif
