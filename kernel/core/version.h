/* SPDX-License-Identifier: GPL-2.0-only */
/* core/version.h - the version, as the log and uname's version show it. */
#ifndef CORE_VERSION_H
#define CORE_VERSION_H

#define KITTEN_VERSION "0.1.0"

#endif
