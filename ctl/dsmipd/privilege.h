/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIPD_PRIVILEGE_H
#define DSMIPD_PRIVILEGE_H

int dsmipd_privilege_drop(void);

#endif /* DSMIPD_PRIVILEGE_H */
