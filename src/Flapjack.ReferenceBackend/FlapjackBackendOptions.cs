using System.Net;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Resources.Skills;
using Flapjack.ReferenceBackend.Runs.Steps;
using LocalComputers.Journals;
using LocalComputers.Shells;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shared.Hosting;

namespace Flapjack.ReferenceBackend;

/// <summary>How a <see cref="FlapjackBackend"/> behaves. The backend copies the options when it starts; later changes have no effect.</summary>
public sealed class FlapjackBackendOptions
{
    private const int LargestDocument = 256 * 1024 * 1024;
    private const int MostShellsAhead = 1_000;

    private static readonly TimeSpan LongestRetention = TimeSpan.FromDays(365);

    /// <summary>
    /// The TCP port on the loopback interface, 0 to 65535; default 0, which means any free port. Null means no port: only
    /// <see cref="FlapjackBackend.CreateClient"/> and <see cref="FlapjackBackend.CreateHandler"/> lead to the backend then.
    /// </summary>
    public int? Port { get; set; } = 0;

    /// <summary>
    /// The folder in which everything is kept, so that the next backend that starts on it goes on where the last one was stopped or killed. It is
    /// made if it is missing, closed to other users, and used by one backend at a time. It holds secrets: the values of environment
    /// variables, the secrets of webhooks, and the keys that decrypt the credentials of MCP servers and integrations. Default null: nothing is kept.
    /// </summary>
    public string? DataDirectory { get; set; }

    /// <summary>
    /// A key of the default organization that stays the same, with every scope: 20 to 256 visible ASCII characters without a dot. Lists and the audit log
    /// show its first twelve characters; only its hash is stored. In a <see cref="DataDirectory"/>, a start with another key makes this one unknown.
    /// Default null: each start makes a new key, see <see cref="FlapjackBackend.ApiKey"/>.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// The PATH of every computer; default the system's own folders (<c>/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin</c>).
    /// The host's PATH is not inherited; set it here where a template's tools lie elsewhere. Write the folders out: a folder that begins with <c>~</c> or
    /// <c>$</c> is refused, because a computer has a home and variables of its own.
    /// </summary>
    public string ComputerPath { get; set; } = ComputerEnvironment.DefaultPath;

    /// <summary>
    /// How much of the machine the processes of a computer see; default <see cref="ComputerIsolation.None"/>. If Bubblewrap does not work,
    /// <see cref="FlapjackBackend.StartAsync"/> throws and says why; it never falls back to another mode.
    /// </summary>
    public ComputerIsolation Isolation { get; set; }

    /// <summary>
    /// Whether computers have the host's network, with everything that listens on its loopback interface; default true. False needs
    /// <see cref="ComputerIsolation.Bubblewrap"/>. Each command then has a loopback interface of its own and nothing else, so nobody reaches its
    /// servers either, not even the computer's next command.
    /// </summary>
    public bool AllowNetwork { get; set; } = true;

    /// <summary>
    /// Further files and folders of the host that isolated computers see, read-only and at the same place, for tools that need more than
    /// their folder on <see cref="ComputerPath"/>: absolute paths that mean nothing else inside; none by default. A path that does not exist is left out.
    /// </summary>
    public IList<string> VisiblePaths { get; } = [];

    /// <summary>
    /// Local repositories that are cloned instead of repositories on GitHub: maps <c>https://github.com/owner/repo</c>, exactly as it is requested, to a
    /// local path. A relative path is relative to the current directory at the backend's start. The repository may belong to another user: naming its
    /// path here trusts it.
    /// </summary>
    public IDictionary<string, string> RepositoryRewrites { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether webhooks may be sent to this machine too, and its credential resolvers asked, also over http, as tests need it; default false.</summary>
    public bool AllowLoopbackWebhooks { get; set; }

    /// <summary>
    /// Whether MCP servers may be at addresses of private networks; default false. This machine and public addresses are always allowed. An MCP server
    /// that is a program is started on this machine, by callers with the scope <c>sandbox:admin</c>, and never if <see cref="Isolation"/> is on.
    /// </summary>
    public bool AllowPrivateMcpServers { get; set; }

    /// <summary>
    /// Whether the databases of integrations may be at addresses of private networks; default false. This machine and public addresses are always allowed.
    /// </summary>
    public bool AllowPrivateDatabases { get; set; }

    /// <summary>Which of the wire's two names for a computer the answers use; default both.</summary>
    public ComputerNaming Naming { get; set; }

    /// <summary>
    /// How long after the end of its last command a computer goes idle. Its processes are then stopped, its files stay, and the next command
    /// wakes it. More than zero and at most 30 days, or infinite for never; default two hours.
    /// </summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromHours(2);

    /// <summary>
    /// How many login shells, at most one for each computer, are started before their commands are known, so that the next command begins at once; 0 to
    /// 1,000, default 0, which means none. Each shell takes about 2 MB of memory, and ends when it has waited for five minutes. Only a computer whose user has
    /// no login files of its own gets one, and only without isolation. What a command sees is the same either way.
    /// </summary>
    public int ShellsAhead { get; set; }

    /// <summary>
    /// How much output of one command, both outputs together, is kept and delivered, in bytes; more than zero, default 64 MiB.
    /// If there is more, the first half streams live and the last half comes at the end. Null means no cap; then only the latest 64 MiB can be read again.
    /// </summary>
    public long? MaxOutputBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long the output of a command and the events of a chat's turn can be read again after their end; 0 to 365 days, default an hour.</summary>
    public TimeSpan JournalRetention { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long after the end of a command or of a chat's turn a repeat with its idempotency key is known as a repeat, and does not run again; at least
    /// <see cref="JournalRetention"/> and at most 365 days, default 24 hours.
    /// </summary>
    public TimeSpan ExecKeyRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How many commands are accepted; default as the service documents it: 60 a minute and 3 at once for each agent, 600 a minute for each
    /// organization. Further commands are refused with 429. Null means no limits, which is what your own test suite usually needs.
    /// </summary>
    public ExecRateLimits? RateLimits { get; set; } = new();

    /// <summary>How large a document for agents may be, in bytes; more than zero and at most 256 MiB, default 20 MiB. A larger document is refused with 413.</summary>
    public int MaxDocumentBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>
    /// How long an agent waits for the results of tools that your code runs, from <c>requires_action</c> on; more than zero and at most 30 days, default
    /// ten minutes. Later results are refused with 410, and the message has to be sent again.
    /// </summary>
    public TimeSpan ClientToolTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether the backend offers and announces our additions to the wire (exec at most once, resume, detach, stop, exact output), also signs
    /// webhooks in the form of Standard Webhooks, and tells commands and receivers of webhooks where they belong in the caller's trace. Default true.
    /// False means exactly the wire that the service documents: streams without ids and comments, only the documented events and fields, and a status
    /// that is cached for ten seconds, even if the computer has changed.
    /// </summary>
    public bool Extensions { get; set; } = true;

    /// <summary>
    /// The catalogue of skills that <c>GET /api/skills/browse</c> shows. Each entry needs another key. Default null: a few examples of our own.
    /// </summary>
    public IReadOnlyList<SkillCatalogEntry>? SkillCatalog { get; set; }

    /// <summary>Where the content of skills that is not in the catalogue may be read from; default nowhere.</summary>
    public SkillSourceOptions SkillSources { get; } = new();

    /// <summary>
    /// The model that answers for every agent whose model is not in <see cref="ChatModels"/>. Default null: a <see cref="ScriptedChatModel"/> that repeats
    /// what the user says. The client itself decides which model it calls: the backend does not pass on the agent's model, except to a
    /// <see cref="ScriptedChatModel"/>. You dispose of the client, after the backend.
    /// </summary>
    public IChatClient? ChatModel { get; set; }

    /// <summary>
    /// Models of their own for agents and messages that name them: the client by the exact id, such as <c>claude-haiku-4-5</c>; none by default. The id
    /// also decides the price of an answer, whichever client gives it. You dispose of the clients, after the backend.
    /// </summary>
    public IDictionary<string, IChatClient> ChatModels { get; } = new Dictionary<string, IChatClient>(StringComparer.Ordinal);

    /// <summary>
    /// Makes the client of a model for the key of a user, which the agent's credential resolver returned (<c>PUT /api/agents/{agentId}/credentials</c>). It
    /// is called for each call of the model, and decides which model it calls; the backend disposes of the client when the call has ended. So return a new
    /// client each time, and share what is costly under it, such as an <see cref="HttpClient"/>. Default null: <see cref="ChatModels"/> and
    /// <see cref="ChatModel"/> answer then as well, and the usage still says that the user's key paid.
    /// </summary>
    public Func<ModelKey, IChatClient>? ChatModelOfKey { get; set; }

    /// <summary>
    /// The command that works on code sessions, in place of the service's coder. Default null: a session can't be started then, and takes no prompt
    /// (422 <c>CODER_NOT_CONFIGURED</c>).
    /// </summary>
    public LocalCoder? Coder { get; set; }

    /// <summary>
    /// How long a process may go on after SIGTERM before it is killed, when its command or its computer is stopped; 0 to 60 seconds, default
    /// 500 milliseconds, 0 to kill at once. This time is measured by the operating system's clock, and not by <see cref="TimeProvider"/>.
    /// </summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The clock of every timeout and time stamp; default the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Which answers go wrong, so that you can test what your code does then; default null for no faults.</summary>
    public FaultPlan? Faults { get; set; }

    /// <summary>
    /// A middleware that is asked about every request first, without a key: it serves the request itself, or passes it on to the backend. With it another
    /// backend can be reached on the same port. Default null for none.
    /// </summary>
    public Func<HttpContext, RequestDelegate, Task>? Middleware { get; set; }

    /// <summary>
    /// Whether the backend has pages for people, which show what happens inside: computers, commands with their live output, webhooks, chats, traces, the audit
    /// log; default false. They need a <see cref="Port"/>. <see cref="FlapjackBackend.DashboardAddress"/> is the link to them, and opens for one browser.
    /// </summary>
    public bool Dashboard { get; set; }

    /// <summary>The name or path of Bubblewrap, for tests of a machine without it.</summary>
    internal string BubblewrapProgram { get; set; } = "bwrap";

    /// <summary>Writes to the files of the journals, for tests of a full disk; null for the system's own way.</summary>
    internal WriteBytes? WriteJournal { get; set; }

    /// <summary>Told of every statement of the store before it runs; null for nobody. For tests that count them, or look at how they search.</summary>
    internal Action<string>? WatchStatements { get; set; }

    /// <summary>Tools that agents have besides those of <see cref="BackendTools"/>, for tests of turns.</summary>
    internal IList<IToolSource> ToolSources { get; } = [];

    /// <summary>Kinds of steps that stand in for those of <see cref="BackendSteps"/>, for tests of runs.</summary>
    internal IList<IStepKind> StepKinds { get; } = [];

    /// <summary>Where the backend logs; default nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Whether control groups are used if the machine has them; false for tests of a machine without them.</summary>
    internal bool UseControlGroups { get; set; } = true;

    /// <summary>Refuses options that make no sense, before anything exists that would have to be cleaned up.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Port ?? 0, nameof(Port));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port ?? 0, IPEndPoint.MaxPort, nameof(Port));
        if (Dashboard && Port is null)
        {
            throw new ArgumentException("Dashboard needs a Port, because a browser comes over TCP. Leave Port at 0 for any free port.", nameof(Dashboard));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(MaxOutputBytes ?? 1, 1, nameof(MaxOutputBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDocumentBytes, 1, nameof(MaxDocumentBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxDocumentBytes, LargestDocument, nameof(MaxDocumentBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(ShellsAhead, 0, nameof(ShellsAhead));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ShellsAhead, MostShellsAhead, nameof(ShellsAhead));
        ArgumentOutOfRangeException.ThrowIfLessThan(JournalRetention, TimeSpan.Zero, nameof(JournalRetention));
        ArgumentOutOfRangeException.ThrowIfLessThan(ExecKeyRetention, JournalRetention, nameof(ExecKeyRetention));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ExecKeyRetention, LongestRetention, nameof(ExecKeyRetention));
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

        ValidateTimes();
        IsolationOptions.Validate(this);
        Coder?.Validate();
        ValidateSkillsAndModels();
    }

    private void ValidateTimes()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(StopGrace, TimeSpan.Zero, nameof(StopGrace));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(StopGrace, TimeSpan.FromMinutes(1), nameof(StopGrace));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ClientToolTimeout, TimeSpan.Zero, nameof(ClientToolTimeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ClientToolTimeout, TimeSpan.FromDays(30), nameof(ClientToolTimeout));
        if (IdleAfter != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(IdleAfter, TimeSpan.Zero, nameof(IdleAfter));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(IdleAfter, TimeSpan.FromDays(30), nameof(IdleAfter));
        }
    }

    private void ValidateSkillsAndModels()
    {
        if (SkillIndex.FaultOf(SkillCatalog ?? []) is { } fault)
        {
            throw new ArgumentException(fault, nameof(SkillCatalog));
        }

        if (SkillSources.Fault() is { } badSource)
        {
            throw new ArgumentException(badSource, nameof(SkillSources));
        }

        foreach (var (modelId, client) in ChatModels)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(modelId, nameof(ChatModels));
            ArgumentNullException.ThrowIfNull(client, $"{nameof(ChatModels)}[{modelId}]");
        }
    }
}
