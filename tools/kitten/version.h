/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/version.h - the version that `kitten --version` prints.
 *
 * The build may give its own (-DKITTEN_VERSION='"0.1-5-gabc"').
 */
#ifndef TOOLS_KITTEN_VERSION_H
#define TOOLS_KITTEN_VERSION_H

#ifndef KITTEN_VERSION
#define KITTEN_VERSION "0.1"
#endif

#endif
