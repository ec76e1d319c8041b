/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/linux/utsname.h - what uname fills. */
#ifndef UAPI_LINUX_UTSNAME_H
#define UAPI_LINUX_UTSNAME_H

#define LX_UTS_LEN 65

struct lx_utsname {
	char sysname[LX_UTS_LEN];
	char nodename[LX_UTS_LEN];
	char release[LX_UTS_LEN];
	char version[LX_UTS_LEN];
	char machine[LX_UTS_LEN];
	char domainname[LX_UTS_LEN];
};

#endif
