/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/version.h - the version that `kitten --version` prints.
 *
 * mk/host.mk gives it: the kernel's number and the commit. This one stands in
 * where a file is compiled alone.
 */
#ifndef TOOLS_KITTEN_VERSION_H
#define TOOLS_KITTEN_VERSION_H

#ifndef KITTEN_VERSION
#define KITTEN_VERSION "unknown"
#endif

#endif
