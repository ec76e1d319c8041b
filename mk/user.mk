# SPDX-License-Identifier: GPL-2.0-only
# mk/user.mk - programs that run on Kitten: liblwk, user/apps, tests/user.
#
# user/apps/X/app.mk sets APP (the name under build/user/), SRCS (from the
# root), CFLAGS, LIBS and LANG (c, the default, c++ or fortran). All are static.

UB := $(BUILD)/user
UINC := $(BUILD)/inc/user
USER_WARNINGS := -Wall -Wextra -Werror -Wshadow -Wundef -Wvla \
	-Wimplicit-fallthrough
USER_CFLAGS := -O2 -g -D_GNU_SOURCE= $(USER_WARNINGS) $(EXTRA_CFLAGS)
USER_LDFLAGS := -static -no-pie
# Non-PIE, as `gcc -static` makes it.
USER_COMPILE_c := $(USER_CC) -std=gnu11 -Wmissing-prototypes -Wstrict-prototypes
USER_COMPILE_c++ := $(USER_CXX) -std=gnu++17
USER_COMPILE_fortran := $(USER_FC)
USER_LINK_c := $(USER_CC)
USER_LINK_c++ := $(USER_CXX)
USER_LINK_fortran := $(USER_FC)

USER_FLAGS := $(call stamp,user,$(USER_CC) $(USER_CXX) $(USER_FC) \
	$(USER_CFLAGS) $(USER_LDFLAGS))

$(UINC)/.made: mk/user.mk
	$(Q)mkdir -p $(UINC)
	$(Q)for d in base uapi; do ln -srfn $$d $(UINC)/$$d; done
	$(Q)touch $@

# ---- liblwk
LIBLWK := $(UB)/liblwk.a
LIBLWK_SRCS := $(sort $(wildcard user/lib/*.c user/lib/*.S))
LIBLWK_OBJS := $(addprefix $(UB)/lib/,$(addsuffix .o,$(LIBLWK_SRCS:user/lib/%=%)))
USER_INCLUDES := -I$(UINC) -Iuser/lib
LIBLWK_LIST := $(call stamp,liblwk,$(LIBLWK_OBJS))

$(UB)/lib/%.o: user/lib/% $(USER_FLAGS) | $(UINC)/.made
	$(call say,USERCC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(USER_COMPILE_c) $(USER_CFLAGS) $(USER_INCLUDES) -MMD -MP -c -o $@ $<

$(LIBLWK): $(LIBLWK_OBJS) $(LIBLWK_LIST)
	$(call say,AR,$@)
	$(Q)mkdir -p $(@D)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $(LIBLWK_OBJS)

# ---- base, for the programs that name it in SRCS, is compiled as theirs.

USER_APPS :=
USER_DEPS := $(LIBLWK_OBJS:.o=.d)

# $(call user_app,FRAGMENT): APP, SRCS, CFLAGS, LIBS, LANG are set.
define user_app
$(eval O := $(addprefix $(UB)/obj/$(APP)/,$(addsuffix .o,$(SRCS))))
$(eval L := $(or $(strip $(LANG)),c))
$(UB)/obj/$(APP)/%.o: % $(USER_FLAGS) $(1) | $(UINC)/.made
	$$(call say,USERCC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$(USER_COMPILE_$(L)) $$(USER_CFLAGS) $$(USER_INCLUDES) $(CFLAGS) \
	    -MMD -MP -c -o $$@ $$<
$(UB)/$(APP): $(O) $(LIBLWK) $(1)
	$$(call say,USERLD,$$@)
	$$(Q)$(USER_LINK_$(L)) $$(USER_LDFLAGS) $(CFLAGS) -o $$@ $(O) \
	    $(LIBLWK) $(LIBS)
USER_APPS += $(UB)/$(APP)
USER_DEPS += $(O:.o=.d)
endef

# LANG and CFLAGS mean something else in the environment: put them back.
SAVED_LANG := $(LANG)
SAVED_CFLAGS := $(CFLAGS)
$(foreach f,$(sort $(wildcard user/apps/*/app.mk)),\
	$(eval APP :=)$(eval SRCS :=)$(eval LIBS :=)\
	$(eval CFLAGS :=)$(eval LANG :=)\
	$(eval include $(f))$(eval $(call user_app,$(f))))
LANG := $(SAVED_LANG)
CFLAGS := $(SAVED_CFLAGS)

.PHONY: user
user: $(USER_APPS)

-include tests/user/tests.mk

ifneq ($(BUILDING),)
-include $(USER_DEPS)
endif
