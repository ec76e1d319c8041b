/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/linux/reboot.h - reboot(2)'s magic numbers and commands. */
#ifndef UAPI_LINUX_REBOOT_H
#define UAPI_LINUX_REBOOT_H

#define LX_REBOOT_MAGIC1  0xfee1deadu
#define LX_REBOOT_MAGIC2  672274793u
#define LX_REBOOT_MAGIC2A 85072278u
#define LX_REBOOT_MAGIC2B 369367448u
#define LX_REBOOT_MAGIC2C 537993216u

#define LX_REBOOT_RESTART   0x01234567u
#define LX_REBOOT_HALT	    0xcdef0123u
#define LX_REBOOT_CAD_ON    0x89abcdefu
#define LX_REBOOT_CAD_OFF   0x00000000u
#define LX_REBOOT_POWER_OFF 0x4321fedcu

#endif
