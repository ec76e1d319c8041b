# SPDX-License-Identifier: GPL-2.0-only
# abi/linux/vdso/vdso.mk - the vDSO: a shared object of its own, linked first and
# then taken into the kernel as data.
#
# Expects: BUILD, KB, CC, LD, CC_INCLUDE, WARNINGS, KERNEL_INCLUDES (the last
# four are expanded in the recipes only, so this may come before them).

VDSO_DIR := kernel/abi/linux/vdso
VDSO_OUT := $(BUILD)/vdso
VDSO_CFLAGS = -std=gnu11 -O2 -m64 -fPIC -fvisibility=hidden -ffreestanding \
	-nostdinc -isystem $(CC_INCLUDE) -mgeneral-regs-only \
	-fno-stack-protector -fasynchronous-unwind-tables \
	-fcf-protection=none -fno-common -fno-strict-aliasing $(WARNINGS) \
	$(KERNEL_INCLUDES)
VDSO_LDFLAGS := -m elf_x86_64 -shared -nostdlib -Bsymbolic --no-undefined \
	--hash-style=both -soname linux-vdso.so.1 --eh-frame-hdr \
	--build-id=none -z noexecstack -z max-page-size=4096 -z noseparate-code

$(VDSO_OUT)/vdso.o: $(VDSO_DIR)/vdso.c kernel/core/time.h \
    uapi/linux/time.h $(VDSO_DIR)/vdso.mk | $(BUILD)/inc/kernel/.made
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(VDSO_CFLAGS) -c -o $@ $<

$(VDSO_OUT)/note.o: $(VDSO_DIR)/note.S
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -m64 -c -o $@ $<

$(VDSO_OUT)/vdso.so: $(VDSO_OUT)/vdso.o $(VDSO_OUT)/note.o \
    $(VDSO_DIR)/vdso.lds
	$(call say,LD,$@)
	$(Q)$(LD) $(VDSO_LDFLAGS) -T $(VDSO_DIR)/vdso.lds -o $@ \
	    $(VDSO_OUT)/vdso.o $(VDSO_OUT)/note.o

CFLAGS_abi/linux/vdso/embed.o := -DVDSO_FILE='"$(VDSO_OUT)/vdso.so"'
$(KB)/abi/linux/vdso/embed.o: $(VDSO_OUT)/vdso.so $(VDSO_DIR)/embed.S
	$(call say,AS,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -m64 $(CFLAGS_abi/linux/vdso/embed.o) -c -o $@ \
	    $(VDSO_DIR)/embed.S
