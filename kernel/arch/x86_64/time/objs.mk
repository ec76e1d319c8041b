# SPDX-License-Identifier: GPL-2.0-only
obj-y += arch/x86_64/time/time.o
obj-y += arch/x86_64/time/calibrate.o
obj-y += arch/x86_64/time/reference.o
obj-y += arch/x86_64/time/rtc.o
