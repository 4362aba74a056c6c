/*
 * A template: a program that is started once, has all it needs loaded, and of
 * which a child is made for each piece of work. It is executed, never forked
 * from its owner, so that nothing of its owner's memory is in it; its children
 * are its owner's (CLONE_PARENT), who waits for them and ends them as if it had
 * started each itself. It ends with its owner, by its owner's hand or, once it
 * is worn, in favour of another. Not here: what the work is (look/), and when
 * a template is worn (lib/look.c).
 */
#ifndef LIANGDING_LIB_TEMPLATE_H
#define LIANGDING_LIB_TEMPLATE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What a piece of work is told at most, its end included. */
enum { TEMPLATE_WHAT_BYTES = 128 };

struct template
{
	pid_t pid;  /* 0: there is none */
	int socket; /* its standard input's other end */
};

/*
 * Starts "program --serve", with no environment of ours and no descriptor but
 * the socket; false, with errno set, when that cannot be done. That it does not
 * serve shows at the first call.
 */
bool template_start(struct template *t, const char *program);
/*
 * Makes a child of it that does what, with in and out as its standard input and
 * output and no descriptor more. The child's pid, which is for the caller to
 * wait for; 0, and the template is good for nothing any more, when it has gone
 * or has not answered at end (by clock_ticks()): errno is ETIMEDOUT then.
 */
pid_t template_call(
    struct template *t, const char *what, int in, int out, int64_t end);
/* Waits until fd can be read: true; or until end. */
bool template_wait(int fd, int64_t end);
/*
 * Ends it, if there is one; children that it made stay. Who owns a template has
 * no other children: those that have ended unnoticed are buried along with it.
 */
void template_stop(struct template *t);

/*
 * The program's side: calls work in a child for each call, until the owner has
 * gone; at once returns when standard input is no owner's. A child is killed
 * when its owner dies, and work does not return.
 */
void template_serve(void (*work)(const char *what));

#endif
