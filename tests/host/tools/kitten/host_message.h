/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/tools/kitten/host_message.h - what the command said, kept. */
#ifndef TESTS_HOST_TOOLS_KITTEN_HOST_MESSAGE_H
#define TESTS_HOST_TOOLS_KITTEN_HOST_MESSAGE_H

extern char said[4096]; /* the last line of fail() or warn() */
extern unsigned int times_said;

#endif
