// SPDX-License-Identifier: GPL-2.0

#include "agent.h"

#ifndef DSMIP_VERSION
#define DSMIP_VERSION	"unknown"
#endif

/**
 * dsmipd_version() - version of this program
 *
 * Return: the version.
 */
const char *dsmipd_version(void)
{
	return DSMIP_VERSION;
}
