# SPDX-License-Identifier: GPL-2.0-only
# mk/kernel.mk - build/kitten.elf and build/kitten.bzImage.
#
# Objects: `obj-y += room/file.o`, relative to kernel/, in objs*.mk of any
# folder of kernel/. CFLAGS_room/file.o adds flags for one object.

KB := $(BUILD)/kernel
KERNEL_LDS := kernel/arch/x86_64/boot/kernel.lds
KITTEN_ELF := $(BUILD)/kitten.elf

obj-y :=
OBJ_LISTS := $(wildcard kernel/*/objs*.mk kernel/*/*/objs*.mk \
	kernel/*/*/*/objs*.mk kernel/*/*/*/*/objs*.mk)
include $(sort $(OBJ_LISTS))
KERNEL_OBJS := $(sort $(obj-y:%=$(KB)/%))
BASE_KOBJS := $(patsubst %.c,$(KB)/%.o,$(sort $(wildcard base/*.c)))

# The rooms a kernel file sees: kernel, base, hw, uapi, generated files.
KINC := $(BUILD)/inc/kernel
BINC := $(BUILD)/inc/base
KERNEL_INCLUDES := -Ikernel -Ikernel/arch/x86_64/include -I$(KINC)
BOOT_INC := $(KERNEL_INCLUDES)

CC_INCLUDE := $(if $(BUILDING),$(shell $(CC) -print-file-name=include))
KERNEL_MACHINE := -m64 -mcmodel=kernel -mgeneral-regs-only -mno-red-zone \
	-fno-pic -fno-pie
KERNEL_CFLAGS := $(COMMON_CFLAGS) -ffreestanding -nostdinc \
	-isystem $(CC_INCLUDE) $(KERNEL_MACHINE) -fno-stack-protector \
	-fno-asynchronous-unwind-tables -fno-omit-frame-pointer \
	-fcf-protection=none -include $(AUTOCONF) -D__KERNEL__ $(EXTRA_CFLAGS)
ifeq ($(CC_IS_CLANG),)
KERNEL_CFLAGS += -mno-sse -fno-delete-null-pointer-checks \
	-fno-optimize-sibling-calls
else
KERNEL_CFLAGS += -fno-optimize-sibling-calls
endif
KERNEL_ASFLAGS := $(filter-out -std=% -W%,$(KERNEL_CFLAGS)) -D__ASSEMBLY__ \
	-Wa,--noexecstack -Wa,--fatal-warnings
KERNEL_LDFLAGS := -m elf_x86_64 -nostdlib -static -z noexecstack \
	-z max-page-size=4096 --no-warn-rwx-segments --fatal-warnings \
	--build-id=none

# These loops are the functions that the compiler would call instead.
ifeq ($(CC_IS_CLANG),)
CFLAGS_base/libc.o := -fno-tree-loop-distribute-patterns
endif

KERNEL_FLAGS := $(call stamp,kernel,$(CC) $(KERNEL_CFLAGS) $(KERNEL_INCLUDES))
KERNEL_LINK := $(call stamp,kernel-link,$(LD) $(KERNEL_LDFLAGS) \
	$(KERNEL_OBJS) $(BASE_KOBJS))
KERNEL_READY := $(KINC)/.made $(GEN_HEADERS)

$(KINC)/.made: mk/kernel.mk
	$(Q)mkdir -p $(KINC) $(BINC) $(GEN)
	$(Q)for d in base hw uapi; do ln -srfn $$d $(KINC)/$$d; done
	$(Q)ln -srfn $(GEN) $(KINC)/gen
	$(Q)ln -srfn base $(BINC)/base
	$(Q)touch $@

$(KB)/base/%.o: base/%.c $(KERNEL_FLAGS) $(AUTOCONF) | $(KINC)/.made
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(KERNEL_CFLAGS) $(CFLAGS_base/$*.o) -I$(BINC) -MMD -MP \
	    -c -o $@ $<

$(KB)/%.o: kernel/%.c $(KERNEL_FLAGS) $(AUTOCONF) | $(KERNEL_READY)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(KERNEL_CFLAGS) $(CFLAGS_$*.o) $(KERNEL_INCLUDES) \
	    -MMD -MP -c -o $@ $<

$(KB)/%.o: kernel/%.S $(KERNEL_FLAGS) $(AUTOCONF) | $(KERNEL_READY)
	$(call say,AS,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(KERNEL_ASFLAGS) $(KERNEL_INCLUDES) -MMD -MP -c -o $@ $<

# Twice: the first link tells where the functions are, the second has the table
# of their names.
$(KB)/ksyms0.S: tools/gen/ksyms.sh
	$(Q)mkdir -p $(@D)
	$(Q)tools/gen/ksyms.sh $(NM) >$@

$(KB)/ksyms1.S: $(KB)/kitten1.elf tools/gen/ksyms.sh
	$(call say,KSYMS,$@)
	$(Q)tools/gen/ksyms.sh $(NM) $< >$@

$(KB)/ksyms%.o: $(KB)/ksyms%.S
	$(Q)$(CC) -m64 -c -o $@ $<

$(KB)/kitten1.elf: KSYMS := $(KB)/ksyms0.o
$(KITTEN_ELF): KSYMS := $(KB)/ksyms1.o
$(KB)/kitten1.elf: $(KB)/ksyms0.o
$(KITTEN_ELF): $(KB)/ksyms1.o
$(KB)/kitten1.elf $(KITTEN_ELF): $(KERNEL_OBJS) $(BASE_KOBJS) $(KERNEL_LDS) \
    $(KERNEL_LINK)
	$(call say,LD,$@)
	$(Q)$(LD) $(KERNEL_LDFLAGS) -T $(KERNEL_LDS) \
	    $(if $(filter $(KITTEN_ELF),$@),-Map $(KB)/kitten.map) -o $@ \
	    $(KERNEL_OBJS) $(BASE_KOBJS) $(KSYMS)

# Every other fragment under kernel/ has rules of its own (the bzImage, the vDSO).
include $(sort $(filter-out $(OBJ_LISTS) $(MAKEFILE_LIST),$(wildcard kernel/*/*.mk \
	kernel/*/*/*.mk kernel/*/*/*/*.mk kernel/*/*/*/*/*.mk)))

.PHONY: kernel kernel-objs
kernel: $(BUILD)/kitten.bzImage
# All objects, though the link may lack something: make -k kernel-objs
kernel-objs: $(KERNEL_OBJS) $(BASE_KOBJS)

ifneq ($(BUILDING),)
-include $(KERNEL_OBJS:.o=.d) $(BASE_KOBJS:.o=.d)
endif
