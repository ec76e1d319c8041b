# SPDX-License-Identifier: GPL-2.0-only
# mk/config.mk - the configuration: Kconfig, .config, configs/defconfig.
#
# .config is what `make menuconfig` writes. Without it configs/defconfig holds,
# also after it changes. Make reads build/auto.conf, C reads build/autoconf.h;
# the latter is touched only when its contents change.

KCONFIG_DIR := $(BUILD)/kconfig
AUTOCONF := $(BUILD)/autoconf.h
# CONFIG_SOURCE=configs/debug takes another one.
CONFIG_SOURCE ?= $(firstword $(wildcard .config) configs/defconfig)

# kconfig-conf leaves small files in its working directory: give it its own.
KCONF := cd $(KCONFIG_DIR) && KCONFIG_CONFIG=dot.config \
	KCONFIG_AUTOCONFIG=auto.conf KCONFIG_AUTOHEADER=autoconf.h \
	KCONFIG_TRISTATE=tristate.conf kconfig-conf

ifneq ($(BUILDING),)
include $(BUILD)/auto.conf
endif

$(BUILD)/auto.conf: $(CONFIG_SOURCE) Kconfig mk/config.mk \
    $(call stamp,config,$(CONFIG_SOURCE))
	$(call say,CONFIG,$(CONFIG_SOURCE))
	$(Q)mkdir -p $(KCONFIG_DIR)/include/config
	$(Q)cp $(CONFIG_SOURCE) $(KCONFIG_DIR)/given
	$(Q)$(KCONF) --defconfig=given $(CURDIR)/Kconfig >/dev/null
	$(Q)$(KCONF) --silentoldconfig $(CURDIR)/Kconfig >/dev/null
	$(Q)cmp -s $(KCONFIG_DIR)/autoconf.h $(AUTOCONF) || \
	    cp $(KCONFIG_DIR)/autoconf.h $(AUTOCONF)
	$(Q)cp $(KCONFIG_DIR)/auto.conf $@

# Made with auto.conf, which make reads first; here only if it was removed.
# Not after auto.conf: it stays older when its contents stay the same.
$(AUTOCONF):
	$(Q)cp $(KCONFIG_DIR)/autoconf.h $@

.PHONY: menuconfig defconfig savedefconfig
# .config comes into being when something is saved, not by looking.
menuconfig:
	@cp $(KCONFIG_DIR)/dot.config $(KCONFIG_DIR)/menu.config
	@KCONFIG_CONFIG=$(KCONFIG_DIR)/menu.config kconfig-mconf Kconfig
	@cmp -s $(KCONFIG_DIR)/dot.config $(KCONFIG_DIR)/menu.config || \
	    cp $(KCONFIG_DIR)/menu.config .config

# Back to the defaults.
defconfig:
	rm -f .config

# What .config changes, as the new configs/defconfig.
savedefconfig:
	@cp $(KCONFIG_DIR)/dot.config $(KCONFIG_DIR)/dot.config.old
	$(KCONF) --savedefconfig $(CURDIR)/configs/defconfig $(CURDIR)/Kconfig
