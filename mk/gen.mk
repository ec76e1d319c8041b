# SPDX-License-Identifier: GPL-2.0-only
# mk/gen.mk - what is generated from tables.

GEN := $(BUILD)/gen
SYSCALLS_TBL := kernel/abi/linux/syscalls.tbl
GEN_HEADERS := $(GEN)/syscall_table.h $(GEN)/syscall_names.h

$(GEN)/syscall_table.h $(GEN)/syscall_names.h $(GEN)/syscalls.md: \
    $(GEN)/syscall%: $(SYSCALLS_TBL) tools/gen/syscalls.awk
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)awk -v form=$(basename $*) -f tools/gen/syscalls.awk $< >$@.tmp
	$(Q)mv $@.tmp $@

# The tables that are kept under docs/ so that they can be read without a
# build; lint checks that they are up to date.
.PHONY: docs
docs: docs/syscalls.md

docs/syscalls.md: $(GEN)/syscalls.md
	$(call say,DOCS,$@)
	$(Q)cp $< $@
