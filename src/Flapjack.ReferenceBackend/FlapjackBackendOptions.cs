using Flapjack.ReferenceBackend.Faults;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Flapjack.ReferenceBackend;

/// <summary>How a <see cref="FlapjackBackend"/> behaves. It copies them when it starts: later changes do nothing.</summary>
public sealed class FlapjackBackendOptions
{
    /// <summary>
    /// The TCP port on the loopback interface, 0 to 65535; default 0, any free one. Null: none; only
    /// <see cref="FlapjackBackend.CreateClient"/> and <see cref="FlapjackBackend.CreateHandler"/> lead to the backend then.
    /// </summary>
    public int? Port { get; set; } = 0;

    /// <summary>
    /// The PATH of every computer; default the system's own folders (<c>/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin</c>).
    /// The host's PATH is not inherited; set it here where a template's tools lie elsewhere.
    /// </summary>
    public string ComputerPath { get; set; } = Computers.ComputerEnvironment.DefaultPath;

    /// <summary>What to clone in place of a repository: from <c>https://github.com/owner/repo</c>, exactly as it is requested, to a local path.</summary>
    public IDictionary<string, string> RepositoryRewrites { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether webhooks may go to http and to this machine, as the receivers of tests do; default false.</summary>
    public bool AllowLoopbackWebhooks { get; set; }

    /// <summary>Which of the wire's two names for a computer the answers carry; default both.</summary>
    public ComputerNaming Naming { get; set; }

    /// <summary>
    /// How much output of one command, both outputs together, is kept and delivered, in bytes; more than zero, default 64 MiB.
    /// Of more, the first half streams live and the last half comes at the end. Null: no cap, and only the latest 64 MiB can be read again.
    /// </summary>
    public long? MaxOutputBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long after a command's end its output can be read again; default an hour.</summary>
    public TimeSpan JournalRetention { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long after a command's end a repeat with its idempotency key is answered with its outcome; at least <see cref="JournalRetention"/>, default 24 hours.</summary>
    public TimeSpan ExecKeyRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Whether the backend offers, and announces, our additions to the wire: exec at most once, resume, detach, stop, exact output.
    /// Default true; false for a server as the contract documents it.
    /// </summary>
    public bool Extensions { get; set; } = true;

    /// <summary>
    /// How long a process may go on after SIGTERM before it is killed, when its command or its computer is stopped; 0 to 60 seconds, default
    /// 500 milliseconds, 0 to kill at once. It is waited for on the operating system's clock, not on <see cref="TimeProvider"/>.
    /// </summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The clock of every timeout and time stamp; default the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Which answers go wrong, so that you can test what your code does then; default null, none.</summary>
    public FaultPlan? Faults { get; set; }

    /// <summary>Where the backend logs; default nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Whether control groups are used where the machine has them; false for the tests of what happens where it has none.</summary>
    internal bool UseControlGroups { get; set; } = true;
}
