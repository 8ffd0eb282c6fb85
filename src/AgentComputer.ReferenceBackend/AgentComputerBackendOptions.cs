using System.Net;
using AgentComputer.ReferenceBackend.Words;
using LocalComputers.Isolation;
using LocalComputers.Shells;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shared.Hosting;

namespace AgentComputer.ReferenceBackend;

/// <summary>How an <see cref="AgentComputerBackend"/> behaves. The backend copies the options when it starts; later changes have no effect.</summary>
public sealed class AgentComputerBackendOptions
{
    /// <summary>How to do without isolation. Each message that says why isolation is impossible ends with these words.</summary>
    internal const string OrNone = "or set AgentComputerBackendOptions.IsIsolated to false";

    /// <summary>
    /// The TCP port on the loopback interface, 0 to 65535; default 0, which means any free port. Null means no port: only
    /// <see cref="AgentComputerBackend.CreateHandler"/> leads to the backend then.
    /// </summary>
    public int? Port { get; set; } = 0;

    /// <summary>
    /// The folder in which everything is kept, so that the next backend that starts on it goes on where the last one was stopped or killed. It is
    /// made if it is missing, closed to other users, and used by one backend at a time. Default null: nothing is kept.
    /// </summary>
    public string? DataDirectory { get; set; }

    /// <summary>
    /// A key of the default workspace that stays the same: 20 to 256 visible ASCII characters without a dot. Only its hash is stored. In a
    /// <see cref="DataDirectory"/>, a start with another key makes this one unknown. Default null: each start makes a new key, see
    /// <see cref="AgentComputerBackend.ApiKey"/>.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// The PATH of every computer; default the system's own folders (<c>/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin</c>).
    /// The host's PATH is not inherited. Write the folders out: a folder that begins with <c>~</c> or <c>$</c> is refused.
    /// </summary>
    public string ComputerPath { get; set; } = ComputerEnvironment.DefaultPath;

    /// <summary>
    /// Whether every program runs inside <c>bubblewrap</c>, where it sees only its computer's files, read-only programs of the host, and no other
    /// process; default false. Linux only; if bubblewrap does not work, <see cref="AgentComputerBackend.StartAsync"/> throws and says why. It is no
    /// security boundary against a determined attacker.
    /// </summary>
    public bool IsIsolated { get; set; }

    /// <summary>Whether computers have the host's network, with everything that listens on its loopback interface; default true. False needs <see cref="IsIsolated"/>.</summary>
    public bool AllowNetwork { get; set; } = true;

    /// <summary>Further files and folders of the host that isolated computers see, read-only and at the same place; none by default.</summary>
    public IList<string> VisiblePaths { get; } = [];

    /// <summary>
    /// How long after the end of its last program a computer goes idle. Its processes are then stopped, its files stay, its state stays
    /// <c>running</c>, and the next call wakes it. More than zero and at most 30 days, or infinite for never; default two hours.
    /// </summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromHours(2);

    /// <summary>
    /// How long a process may go on after SIGTERM before it is killed, when its computer is stopped; 0 to 60 seconds, default 500 milliseconds, 0 to
    /// kill at once. This time is measured by the operating system's clock, and not by <see cref="TimeProvider"/>.
    /// </summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The clock of every timeout and time stamp; default the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Which answers go wrong, so that you can test what your code does then; default null for no faults.</summary>
    public FaultPlan? Faults { get; set; }

    /// <summary>
    /// Whether the backend offers and announces our additions to the wire: replay of the output of processes, and signals to a process with all that it
    /// has started. Default true. False means exactly the wire that the service documents.
    /// </summary>
    public bool Extensions { get; set; } = true;

    /// <summary>
    /// How much of the latest output of each process is kept in memory for readers that come later, in bytes; 0 to 16 MiB, default 256 KiB. With 0 nothing
    /// is kept and replay is not offered. The output of a process that has ended is kept for 30 seconds, for at most 16 processes of a computer.
    /// </summary>
    public int ReplayBytes { get; set; } = 256 * 1024;

    /// <summary>Where the backend logs; default nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>
    /// Where callers reach this backend if another server of this process stands in front of it and asks <see cref="AgentComputerBackend.InvokeAsync"/>; an
    /// absolute URL without a path. The addresses in answers begin with it. Default null: <see cref="AgentComputerBackend.BaseAddress"/>.
    /// </summary>
    public Uri? PublicAddress { get; set; }

    /// <summary>Whether a published port leads only to processes of its computer, where the system tells whose they are; false for tests with a server in this process.</summary>
    internal bool ChecksPortOwners { get; set; } = true;

    /// <summary>The name or path of ssh-keygen, for tests of a machine without it.</summary>
    internal string SshKeygenProgram { get; set; } = "ssh-keygen";

    /// <summary>The name or path of Bubblewrap, for tests of a machine without it.</summary>
    internal string BubblewrapProgram { get; set; } = "bwrap";

    /// <summary>Whether control groups are used if the machine has them; false for tests of a machine without them.</summary>
    internal bool UseControlGroups { get; set; } = true;

    /// <summary>Passed by each operation, with the text <c>before</c> or <c>after</c> and its kind, for tests that end a backend there; null for none.</summary>
    internal Func<string, Task>? OperationGate { get; set; }

    /// <summary>Refuses options that make no sense, before anything exists that would have to be cleaned up.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Port ?? 0, nameof(Port));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port ?? 0, IPEndPoint.MaxPort, nameof(Port));
        FixedKey.Validate(ApiKey, nameof(ApiKey));
        ArgumentNullException.ThrowIfNull(ComputerPath, nameof(ComputerPath));
        if (ComputerPath.Split(':').FirstOrDefault(folder => folder.StartsWith('~') || folder.StartsWith('$')) is { } unexpanded)
        {
            throw new ArgumentException(
                $"ComputerPath names the folder '{unexpanded}'. Write it out: a computer has a home and variables of its own, so neither ~ nor $ stands for the host's.",
                nameof(ComputerPath));
        }

        ArgumentNullException.ThrowIfNull(TimeProvider, nameof(TimeProvider));
        ArgumentNullException.ThrowIfNull(LoggerFactory, nameof(LoggerFactory));
        if (DataDirectory is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(DataDirectory, nameof(DataDirectory));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(StopGrace, TimeSpan.Zero, nameof(StopGrace));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(StopGrace, TimeSpan.FromMinutes(1), nameof(StopGrace));
        if (IdleAfter != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(IdleAfter, TimeSpan.Zero, nameof(IdleAfter));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(IdleAfter, TimeSpan.FromDays(30), nameof(IdleAfter));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(ReplayBytes, nameof(ReplayBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ReplayBytes, 16 * 1024 * 1024, nameof(ReplayBytes));
        if (PublicAddress is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https") || address.PathAndQuery != "/"))
        {
            throw new ArgumentException($"PublicAddress is '{address}', and must be an absolute URL of http or https without a path.", nameof(PublicAddress));
        }

        ValidateIsolation();
    }

    private void ValidateIsolation()
    {
        if (!IsIsolated && !AllowNetwork)
        {
            throw new ArgumentException("AllowNetwork is false, which only IsIsolated can bring about.", nameof(AllowNetwork));
        }

        if (!IsIsolated && VisiblePaths.Count > 0)
        {
            throw new ArgumentException("VisiblePaths has entries, but without isolation everything is visible.", nameof(VisiblePaths));
        }

        var inside = new InsidePaths(AgentComputerNames.Host);
        if (VisiblePaths.FirstOrDefault(path => !inside.AreFreeAt(path)) is { } bad)
        {
            throw new ArgumentException($"VisiblePaths has '{bad}', which is not an absolute path, or means something else inside.", nameof(VisiblePaths));
        }
    }
}
