# SPDX-License-Identifier: GPL-2.0-only
# arch/x86_64/boot/boot.mk - from kitten.elf to the bzImage.
#
# For the main Makefile. It expects: CC, LD, OBJCOPY, NM; KITTEN_ELF (the
# linked kernel, with the linker script kernel.lds); BUILD (output folder);
# BOOT_INC (the -I options of the kernel). It gives: $(BUILD)/kitten.bzImage.

BOOT_DIR := kernel/arch/x86_64/boot
BOOT_OUT := $(BUILD)/boot

$(BOOT_OUT)/setup.o: $(BOOT_DIR)/setup.S $(BOOT_DIR)/layout.h
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -m32 -nostdinc -c $(BOOT_INC) -o $@ $<

$(BOOT_OUT)/payload.bin: $(KITTEN_ELF)
	$(Q)mkdir -p $(@D)
	$(Q)$(OBJCOPY) -O binary $< $@

# The sizes in the boot header come from the kernel's own symbols.
$(BOOT_OUT)/setup.elf: $(BOOT_OUT)/setup.o $(BOOT_DIR)/setup.lds $(KITTEN_ELF)
	$(Q)$(LD) -m elf_i386 --no-warn-rwx-segments \
	    -T $(BOOT_DIR)/setup.lds -o $@ $< \
	    $$($(NM) $(KITTEN_ELF) | sed -n \
	    's/^\([0-9a-f]*\) . \(payload_[a-z_]*\)$$/--defsym=\2=0x\1/p')

$(BOOT_OUT)/setup.bin: $(BOOT_OUT)/setup.elf
	$(Q)$(OBJCOPY) -O binary $< $@

$(BUILD)/kitten.bzImage: $(BOOT_OUT)/setup.bin $(BOOT_OUT)/payload.bin
	$(call say,BOOT,$@)
	$(Q)cat $^ > $@.tmp
	$(Q)mv $@.tmp $@
