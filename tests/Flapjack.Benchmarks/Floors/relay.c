// The floor of row 1: what a command prints, through a pipe, frames of server-sent events, TCP and a parser, with no HTTP in between.
// The text is escaped and unescaped as JSON is. Usage: relay <command>. Prints "<bytes> <seconds>".
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 32 * 1024, ROOM = 6 * CHUNK + 256 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void write_all(int fd, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0) fail("write");
        bytes += written;
        length -= written;
    }
}

static unsigned char is_escaped[256];

static size_t escape(const unsigned char *text, size_t length, char *out) {
    static const char hex[] = "0123456789ABCDEF";
    char *to = out;
    for (size_t at = 0; at < length;) {
        size_t run = at;
        while (run < length && !is_escaped[text[run]]) run++;
        memcpy(to, text + at, run - at);
        to += run - at;
        if (run < length) {
            unsigned char c = text[run++];
            *to++ = '\\';
            switch (c) {
                case '\n': *to++ = 'n'; break;
                case '\r': *to++ = 'r'; break;
                case '\t': *to++ = 't'; break;
                case '"': case '\\': *to++ = c; break;
                default: memcpy(to, "u00", 3); to[3] = hex[c >> 4]; to[4] = hex[c & 15]; to += 5;
            }
        }
        at = run;
    }
    return to - out;
}

// The text is cut at its closing quote; where it goes has as much room.
static size_t unescape(const char *text, size_t length, char *out) {
    char *to = out;
    const char *end = text + length;
    while (text < end) {
        const char *slash = memchr(text, '\\', end - text);
        size_t run = (slash ? slash : end) - text;
        memcpy(to, text, run);
        to += run;
        text += run;
        if (slash) {
            switch (text[1]) {
                case 'n': *to++ = '\n'; break;
                case 'r': *to++ = '\r'; break;
                case 't': *to++ = '\t'; break;
                case 'u': *to++ = strtol((char[]){text[4], text[5], 0}, NULL, 16); text += 4; break;
                default: *to++ = text[1];
            }
            text += 2;
        }
    }
    return to - out;
}

static void serve(int connection, const char *command) {
    int ends[2];
    if (pipe(ends) < 0) fail("pipe");
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], 1);
        close(ends[0]);
        close(ends[1]);
        execl("/bin/sh", "sh", "-c", command, NULL);
        _exit(127);
    }
    close(ends[1]);
    static unsigned char chunk[CHUNK];
    static char frame[ROOM];
    ssize_t length;
    for (long number = 1; (length = read(ends[0], chunk, CHUNK)) > 0; number++) {
        char *to = frame + sprintf(frame, "id: exec-0123456789abcdef:%ld\nevent: stdout\ndata: {\"chunk\":\"", number);
        to += escape(chunk, length, to);
        memcpy(to, "\"}\n\n", 4);
        write_all(connection, frame, to + 4 - frame);
    }
    waitpid(child, NULL, 0);
}

static size_t consume(int connection) {
    static char buffer[4 * ROOM], text[ROOM];
    size_t have = 0, total = 0;
    ssize_t length;
    while ((length = read(connection, buffer + have, sizeof buffer - have)) > 0) {
        char *from = buffer, *end = buffer + have + length, *line_end;
        while ((line_end = memchr(from, '\n', end - from))) {
            if (line_end - from > 17 && memcmp(from, "data: {\"chunk\":\"", 16) == 0) {
                total += unescape(from + 16, line_end - 2 - (from + 16), text);
            }
            from = line_end + 1;
        }
        have = end - from;
        memmove(buffer, from, have);
    }
    return total;
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    for (int c = 0; c < 32; c++) is_escaped[c] = 1;
    is_escaped['"'] = is_escaped['\\'] = is_escaped[127] = 1;

    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    if (bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, 1) < 0) fail("listen");
    getsockname(listener, (struct sockaddr *)&address, &size);

    double start = now();
    pid_t server = fork();
    if (server == 0) {
        int connection = accept(listener, NULL, NULL);
        if (connection < 0) fail("accept");
        setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        serve(connection, argv[1]);
        _exit(0);
    }
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(connection, (struct sockaddr *)&address, size) < 0) fail("connect");
    size_t total = consume(connection);
    double seconds = now() - start;
    waitpid(server, NULL, 0);
    printf("%zu %.6f\n", total, seconds);
    return 0;
}
