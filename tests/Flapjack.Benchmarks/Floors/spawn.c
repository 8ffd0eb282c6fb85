// The floor of the rows that start commands: posix_spawn and waitpid, with nothing around them.
// Usage: spawn <home> <program> [argument ...]. For each line "<count> <at once>" of its input it starts the program that often, and
// prints how many milliseconds it took in all, and then the milliseconds of each, from its start to its end.
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

int main(int argc, char **argv) {
    if (argc < 3) return 2;
    char home[4096];
    snprintf(home, sizeof home, "HOME=%s", argv[1]);
    char *environment[] = {home, "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", NULL};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);

    int count, at_once;
    while (scanf("%d %d", &count, &at_once) == 2) {
        double *starts = malloc(count * sizeof *starts), *took = malloc(count * sizeof *took), begin = now();
        pid_t *ids = malloc(count * sizeof *ids);
        for (int started = 0, ended = 0; ended < count;) {
            for (; started < count && started - ended < at_once; started++) {
                starts[started] = now();
                if (posix_spawn(&ids[started], argv[2], &files, NULL, argv + 2, environment) != 0) return 1;
            }
            pid_t id = waitpid(-1, NULL, 0);
            int which = started - 1;
            while (ids[which] != id) which--;
            took[which] = now() - starts[which];
            ids[which] = 0;
            ended++;
        }
        printf("%.3f", now() - begin);
        for (int i = 0; i < count; i++) printf(" %.3f", took[i]);
        printf("\n");
        fflush(stdout);
        free(starts), free(took), free(ids);
    }
    return 0;
}
