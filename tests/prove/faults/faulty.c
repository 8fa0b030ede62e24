/* What a machine may do to a program, on demand: loaded by LD_PRELOAD, told by files in
 * the directory $FAULTS. A file that is not there is a fault that does not happen.
 *
 *   forks   "NAME N": programs of that name start N processes or threads, and no more
 *   slow    "MICROSECONDS": each file is opened, looked at or renamed that much later
 *   clock   "SECONDS": the time of day is that much later
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

static int told(const char *fault, char *said, size_t most) {
    char path[4096];
    const char *where = getenv("FAULTS");
    if (!where || snprintf(path, sizeof path, "%s/%s", where, fault) >= (int) sizeof path)
        return 0;
    int file = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return 0;
    ssize_t length = read(file, said, most - 1);
    close(file);
    said[length > 0 ? length : 0] = 0;
    return length > 0;
}

static int may_start(void) {
    static long started;
    char said[256], name[128];
    long most;
    int before = errno;
    int is_told = told("forks", said, sizeof said);
    errno = before;
    if (!is_told || sscanf(said, "%127s %ld", name, &most) != 2)
        return 1;
    if (strncmp(program_invocation_short_name, name, strlen(name)) != 0)
        return 1;
    return started++ < most;
}

pid_t fork(void) {
    if (!may_start()) { errno = EAGAIN; return -1; }
    return REAL(fork)();
}

/* What returns twice cannot be wrapped; a copy of the process serves as well. */
pid_t vfork(void) { return fork(); }

int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *attributes, char *const argv[], char *const envp[]) {
    if (!may_start()) return EAGAIN;
    return REAL(posix_spawn)(pid, path, actions, attributes, argv, envp);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                   void *(*run)(void *), void *with) {
    if (!may_start()) return EAGAIN;
    return REAL(pthread_create)(thread, attributes, run, with);
}

static void wait_a_little(void) {
    char said[64];
    int before = errno;
    if (told("slow", said, sizeof said))
        usleep(atol(said));
    errno = before;
}

#define OPEN(name, AT, ...)                                                  \
    va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); \
    va_end(rest); wait_a_little(); return REAL(name)(__VA_ARGS__, flags, mode)

int open(const char *path, int flags, ...) { OPEN(open, 0, path); }
int open64(const char *path, int flags, ...) { OPEN(open64, 0, path); }
int openat(int at, const char *path, int flags, ...) { OPEN(openat, 1, at, path); }
int openat64(int at, const char *path, int flags, ...) { OPEN(openat64, 1, at, path); }

int stat(const char *path, struct stat *facts) { wait_a_little(); return REAL(stat)(path, facts); }
int stat64(const char *path, struct stat64 *facts) { wait_a_little(); return REAL(stat64)(path, facts); }
int lstat(const char *path, struct stat *facts) { wait_a_little(); return REAL(lstat)(path, facts); }
int rename(const char *from, const char *to) { wait_a_little(); return REAL(rename)(from, to); }

static long later(void) {
    char said[64];
    int before = errno;
    long seconds = told("clock", said, sizeof said) ? atol(said) : 0;
    errno = before;
    return seconds;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = REAL(clock_gettime)(clock, now);
    if (result == 0 && clock == CLOCK_REALTIME)
        now->tv_sec += later();
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    int result = REAL(gettimeofday)(now, zone);
    if (result == 0)
        now->tv_sec += later();
    return result;
}

time_t time(time_t *where) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (where)
        *where = now.tv_sec;
    return now.tv_sec;
}
