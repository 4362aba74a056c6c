/* See process.h. */
#include "lib/process.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OTHERS = 027 };

void
process_seal(void)
{
	const struct rlimit none = { 0, 0 };

	if (setrlimit(RLIMIT_CORE, &none) != 0 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		abort();
}

const char *
process_become(struct arena *mem, const char *user)
{
	const struct passwd *p = getpwnam(user);
	int signal = 0;

	if (p == NULL || p->pw_uid == 0)
		return arena_printf(mem, "user: %s: %s", user,
		    p == NULL ? "there is no such user" : "is root");
	if (geteuid() != 0)
		return geteuid() == p->pw_uid
			   ? NULL
			   : arena_printf(
				 mem, "user: only root can become %s", user);
	/* The system forgets it with the user. */
	prctl(PR_GET_PDEATHSIG, &signal);
	if (initgroups(user, p->pw_gid) != 0 || setgid(p->pw_gid) != 0 ||
	    setuid(p->pw_uid) != 0)
		return arena_printf(mem, "user: %s: %s", user, strerror(errno));
	if (setuid(0) == 0)
		abort();
	prctl(PR_SET_PDEATHSIG, signal);
	process_seal(); /* likewise */
	return NULL;
}

const char *
process_others_may(struct arena *mem, const char *path)
{
	struct stat st;
	unsigned mode;

	if (stat(path, &st) != 0)
		return NULL; /* who reads it says so */
	mode = st.st_mode & 07777;
	if ((mode & OTHERS) == 0)
		return NULL;
	return arena_printf(mem,
	    "%s: mode %04o lets others read or write it: chmod %04o %s", path,
	    mode, mode & ~(unsigned)OTHERS, path);
}
