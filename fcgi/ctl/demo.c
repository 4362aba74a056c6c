/* placeholder */
#include "ctl/ctl.h"
int ctl_demo(struct ctl *c){(void)c;return 0;}
