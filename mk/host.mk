# SPDX-License-Identifier: GPL-2.0-only
# mk/host.mk - what runs on this machine: the `kitten` command, unit tests.

HB := $(BUILD)/host
HOST_CFLAGS := $(COMMON_CFLAGS) -D_GNU_SOURCE= $(EXTRA_CFLAGS)
# base without what the C library has.
HOST_BASE := $(filter-out base/libc.c,$(sort $(wildcard base/*.c)))

# ---- base for tools: build/host/libbase.a
HOST_FLAGS := $(call stamp,host,$(CC) $(HOST_CFLAGS) $(HOST_BASE))
HOST_BASE_OBJS := $(HOST_BASE:%.c=$(HB)/%.o)

$(HB)/base/%.o: base/%.c $(HOST_FLAGS) | $(KINC)/.made
	$(call say,HOSTCC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(HOST_CFLAGS) -I$(BINC) -MMD -MP -c -o $@ $<

$(HB)/libbase.a: $(HOST_BASE_OBJS)
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $(HOST_BASE_OBJS)

# ---- tools/kitten
TB := $(BUILD)/tools
KITTEN_SRCS := $(sort $(wildcard tools/kitten/*.c))
KITTEN_OBJS := $(KITTEN_SRCS:tools/%.c=$(TB)/obj/%.o)
# The kernel's number, and which commit: 0.1.0-1a2b3c4, -dirty with changes.
KITTEN_COMMIT := $(if $(BUILDING),$(shell git describe --always --dirty \
	--exclude '*' 2>/dev/null))
KITTEN_VERSION := $(shell sed -n 's/.*KITTEN_VERSION "\(.*\)"/\1/p' \
	kernel/core/version.h)$(addprefix -,$(KITTEN_COMMIT))
KITTEN_VERSIONED := $(TB)/obj/kitten/main.o $(TB)/obj/kitten/machine.o
$(KITTEN_VERSIONED): $(call stamp,version,$(KITTEN_VERSION))
CFLAGS_tools/kitten/main.o := -DKITTEN_VERSION='"$(KITTEN_VERSION)"'
CFLAGS_tools/kitten/machine.o := $(CFLAGS_tools/kitten/main.o)
KITTEN_CMD_LINK := $(call stamp,tools,$(CC) $(HOST_CFLAGS) $(KITTEN_OBJS))

$(TB)/obj/%.o: tools/%.c $(KITTEN_CMD_LINK) | $(KINC)/.made
	$(call say,HOSTCC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(HOST_CFLAGS) $(CFLAGS_tools/$*.o) -Itools/kitten -I$(BINC) \
	    -MMD -MP -c -o $@ $<

$(TB)/kitten: $(KITTEN_OBJS) $(HB)/libbase.a $(KITTEN_CMD_LINK)
	$(call say,HOSTLD,$@)
	$(Q)$(CC) -o $@ $(KITTEN_OBJS) $(HB)/libbase.a -lpthread

kitten: | $(TB)/kitten
	$(Q)ln -sf $(TB)/kitten $@

.PHONY: tools
tools: $(TB)/kitten kitten

# ---- unit tests: every tests/host/**/NAME_test.c is build/host/tests/**/NAME_test
#
# Each is linked with all of base. NAME_test.mk beside it may set, for that one
# test, SRCS (more sources, from the root) and CFLAGS (-I, -D).
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all
TEST_CFLAGS := $(filter-out -O2,$(HOST_CFLAGS)) -O1 $(SANITIZE) \
	-fno-omit-frame-pointer -DKITTEN_HOST_TEST
HOST_TEST_SRCS := $(sort $(wildcard tests/host/*_test.c tests/host/*/*_test.c \
	tests/host/*/*/*_test.c tests/host/*/*/*/*_test.c \
	tests/host/*/*/*/*/*_test.c))
TEST_FLAGS := $(call stamp,host-tests,$(CC) $(TEST_CFLAGS))
TEST_BASE := $(HOST_BASE:%.c=$(HB)/asan/%.o)
HOST_TESTS := $(HOST_TEST_SRCS:tests/host/%.c=$(HB)/tests/%)
HOST_TEST_DEPS := $(TEST_BASE:.o=.d)

$(HB)/asan/%.o: %.c $(TEST_FLAGS) | $(KINC)/.made
	$(call say,TESTCC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(TEST_CFLAGS) -I$(BINC) -MMD -MP -c -o $@ $<

# $(call host_test,SOURCE): SRCS and CFLAGS are those of this test.
define host_test
$(eval T := $(HB)/tests/$(1:tests/host/%.c=%))
$(eval O := $(patsubst %.c,$(T).obj/%.o,$(1) $(SRCS)))
$(T).obj/%.o: %.c $(TEST_FLAGS) $(wildcard $(1:.c=.mk)) | $(KERNEL_READY)
	$$(call say,TESTCC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(CC) $$(TEST_CFLAGS) $(CFLAGS) -I$$(BINC) -Itests/host \
	    -MMD -MP -c -o $$@ $$<
$(T): $(O) $$(TEST_BASE) $(wildcard $(1:.c=.mk))
	$$(call say,TESTLD,$$@)
	$$(Q)$$(CC) $$(SANITIZE) -o $$@ $(O) $$(TEST_BASE) -lcmocka -lpthread
HOST_TEST_DEPS += $(O:.o=.d)
endef

SAVED_CFLAGS := $(CFLAGS)
$(foreach t,$(HOST_TEST_SRCS),\
	$(eval SRCS :=)$(eval CFLAGS :=)\
	$(eval -include $(wildcard $(t:.c=.mk)))\
	$(eval $(call host_test,$(t))))
CFLAGS := $(SAVED_CFLAGS)

.PHONY: host-tests
host-tests: $(HOST_TESTS)

ifneq ($(BUILDING),)
-include $(HOST_BASE_OBJS:.o=.d) $(KITTEN_OBJS:.o=.d) $(HOST_TEST_DEPS)
endif
