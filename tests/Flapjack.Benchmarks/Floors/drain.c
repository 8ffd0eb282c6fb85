// An HTTP client that does nothing with the answer: it shows what the backend can do alone. Usage: drain <port> <file with the request>.
// The request asks for the connection to be closed behind the answer. Prints "<bytes> <seconds>".
#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <stdlib.h>
#include <unistd.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    static char buffer[256 * 1024];
    FILE *file = fopen(argv[2], "r");
    size_t length = file ? fread(buffer, 1, sizeof buffer, file) : 0;

    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    double start = now();
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(connection, (struct sockaddr *)&address, sizeof address) < 0 || write(connection, buffer, length) != (ssize_t)length) {
        perror("request");
        return 1;
    }
    size_t total = 0;
    ssize_t got;
    while ((got = read(connection, buffer, sizeof buffer)) > 0) total += got;
    printf("%zu %.6f\n", total, now() - start);
    return 0;
}
