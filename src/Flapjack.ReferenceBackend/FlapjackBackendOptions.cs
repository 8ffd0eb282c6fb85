using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Flapjack.ReferenceBackend;

/// <summary>How a <see cref="FlapjackBackend"/> behaves. It copies them when it starts: later changes do nothing.</summary>
public sealed class FlapjackBackendOptions
{
    /// <summary>The TCP port on the loopback interface, 0 to 65535; default 0, any free one.</summary>
    public int Port { get; set; }

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

    /// <summary>The clock of every timeout and time stamp; default the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the backend logs; default nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;
}
