using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>The C library of Linux under its own names, with the constants of x64 and arm64.</summary>
/// <remarks><see cref="PosixSupport"/> says whether this machine has all of it.</remarks>
internal static unsafe partial class LibC
{
    public const string Library = "libc";

    public const int EPERM = 1;
    public const int EINTR = 4;
    public const int EIO = 5;
    public const int E2BIG = 7;
    public const int ENOEXEC = 8;
    public const int EAGAIN = 11;
    public const int EACCES = 13;
    public const int EPIPE = 32;
    public const int ENOSYS = 38;

    public const int O_NONBLOCK = 0x800;
    public const int O_CLOEXEC = 0x80000;
    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int O_RDWR = 2;
    public const int O_NOCTTY = 0x100;
    public const int F_GETFL = 3;
    public const int F_SETFL = 4;
    public const int F_DUPFD_CLOEXEC = 1030;
    public const int F_SETPIPE_SZ = 1031;
    public const nuint FIONREAD = 0x541B;
    public const nuint TIOCSWINSZ = 0x5414;

    public const int AF_UNIX = 1;
    public const int SOCK_STREAM = 1;
    public const int SOCK_CLOEXEC = 0x80000;
    public const int SHUT_WR = 1;
    public const int MSG_DONTWAIT = 0x40;

    public const int EPOLL_CTL_ADD = 1;
    public const int EPOLL_CTL_DEL = 2;
    public const int EPOLL_CTL_MOD = 3;
    public const uint EPOLLIN = 1;
    public const uint EPOLLOUT = 4;
    public const uint EPOLLONESHOT = 1u << 30;

    public const short POSIX_SPAWN_SETSIGDEF = 0x04;
    public const short POSIX_SPAWN_SETSIGMASK = 0x08;
    public const short POSIX_SPAWN_SETSID = 0x80;

    public const int RLIMIT_CPU = 0;
    public const int RLIMIT_CORE = 4;
    public const int RLIMIT_RSS = 5;
    public const int RLIMIT_NOFILE = 7;

    public const int SIGKILL = 9;
    public const int SIGTERM = 15;
    public const int SIGCHLD = 17;
    public const int SIGCONT = 18;
    public const int SIGSTOP = 19;
    public const nint SIG_DFL = 0;
    public const nint SIG_IGN = 1;

    public const int SC_ARG_MAX = 0;
    public const int SC_ARG_MAX_ON_MACOS = 1;
    public const int SC_CLK_TCK = 2;

    public const int P_PID = 1;
    public const int WNOHANG = 0x1;
    public const int WEXITED = 0x4;
    public const int WNOWAIT = 0x1000000;
    public const int CLD_EXITED = 1;

    // glibc wraps these only since 2.36; the numbers are the same on every architecture.
    private const nint PidfdSendSignal = 424;
    private const nint PidfdOpen = 434;

    // glibc has no function for keyctl, so it is called by its number.
    private const nint KeyctlOnX64 = 250;
    private const nint KeyctlOnArm64 = 219;
    private const nint JoinSessionKeyring = 1;

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawn(int* pid, string path, void* fileActions, void* attributes, byte** argv, byte** envp);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_init(void* fileActions);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_destroy(void* fileActions);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawn_file_actions_addopen(void* fileActions, int descriptor, string path, int flags, uint mode);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_adddup2(void* fileActions, SafeFileHandle descriptor, int newDescriptor);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_adddup2(void* fileActions, int descriptor, int newDescriptor);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addfchdir_np(void* fileActions, SafeFileHandle folder);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawn_file_actions_addchdir_np(void* fileActions, string path);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addclosefrom_np(void* fileActions, int from);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_destroy(void* attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigdefault(void* attributes, void* signals);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigmask(void* attributes, void* signals);

    [LibraryImport(Library)]
    public static partial int sigemptyset(void* signals);

    [LibraryImport(Library)]
    public static partial int sigfillset(void* signals);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int sigaction(int signal, void* action, void* oldAction);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint signal(int signal, nint handler);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int pipe2(int* descriptors, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int posix_openpt(int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int grantpt(SafeFileHandle terminal);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int unlockpt(SafeFileHandle terminal);

    [LibraryImport(Library)]
    public static partial int ptsname_r(SafeFileHandle terminal, byte* name, nuint size);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int poll(void* descriptors, nuint count, int timeout);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fcntl(SafeFileHandle descriptor, int command, int argument);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int ioctl(SafeFileHandle descriptor, nuint request, void* argument);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int open(string path, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint read(SafeFileHandle descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint write(SafeFileHandle descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int socketpair(int domain, int type, int protocol, int* descriptors);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int shutdown(SafeFileHandle socket, int how);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint recv(SafeFileHandle socket, byte* buffer, nuint count, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int eventfd(uint value, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_ctl(SafeFileHandle epoll, int operation, SafeFileHandle descriptor, void* epollEvent);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_wait(SafeFileHandle epoll, void* events, int maxEvents, int timeout);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int kill(int pid, int signal);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int waitid(int idType, int id, void* signalInfo, int options);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int waitpid(int pid, int* status, int options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int mkdir(string path, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int prlimit(int pid, int resource, ulong* newLimits, ulong* oldLimits);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint process_vm_readv(int pid, void* local, nuint localCount, void* remote, nuint remoteCount, nuint flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint process_vm_writev(int pid, void* local, nuint localCount, void* remote, nuint remoteCount, nuint flags);

    [LibraryImport(Library)]
    public static partial nint sysconf(int name);

    public static int pidfd_open(int pid) => (int)syscall(PidfdOpen, pid, 0);

    /// <summary>Puts the calling thread into a new, empty session keyring.</summary>
    public static int join_session_keyring() => (int)syscall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? KeyctlOnArm64 : KeyctlOnX64, JoinSessionKeyring, 0);

    public static int pidfd_send_signal(SafeFileHandle process, int signal) => (int)syscall(PidfdSendSignal, process, signal, 0, 0);

    [LibraryImport(Library, SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second);

    [LibraryImport(Library, SetLastError = true)]
    private static partial nint syscall(nint number, SafeFileHandle first, nint second, nint third, nint fourth);

    /// <summary>Why the last call failed, in the system's words.</summary>
    public static string LastErrorText() => ErrorText(Marshal.GetLastPInvokeError());

    public static string ErrorText(int error) => Marshal.GetPInvokeErrorMessage(error);
}
