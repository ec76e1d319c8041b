/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/command.h - the commands, each with its words, argv[0] being its
 * name. Each returns the exit status of the whole command.
 */
#ifndef TOOLS_KITTEN_COMMAND_H
#define TOOLS_KITTEN_COMMAND_H

/* Boots Kitten, runs a program on it, ends as the program ended. */
int command_run(int argc, char **argv);

/* Writes an image that boots Kitten and runs a program. */
int command_iso(int argc, char **argv);

/* Prints help to standard output; `about` is a command's name or NULL. */
int command_help(const char *about);

#endif
