using Microsoft.Extensions.Logging;
using Shared.Wire.Http.Options;

namespace Flapjack.Sdk;

/// <summary>How a <see cref="FlapjackClient"/> reaches the service.</summary>
/// <remarks>
/// A client copies the options when it is made: later changes do nothing. The one exception is the key of a client in a container, which is read at each
/// attempt of a request: if the configuration is loaded again, or another key comes from it, the next attempt has the key of now.
/// </remarks>
public sealed class FlapjackClientOptions
{
    /// <summary>The environment variable read when <see cref="ApiKey"/> is null or empty.</summary>
    public const string ApiKeyVariable = "FLAPJACK_API_KEY";

    /// <summary>The environment variable read when <see cref="BaseAddress"/> is null or empty.</summary>
    public const string BaseAddressVariable = "FLAPJACK_BASE_URL";

    /// <summary>Where the hosted service is: <c>https://api.flapjack.dev</c>.</summary>
    public static Uri DefaultBaseAddress { get; } = new("https://api.flapjack.dev");

    /// <summary>
    /// The API key, <c>fj_live_…</c>, or a JWT, alone: without quotation marks, without <c>Bearer</c>. Null or empty: the environment variable
    /// <c>FLAPJACK_API_KEY</c>. A client that is registered under a key needs an API key of its own; the environment's is never used for it.
    /// </summary>
    /// <remarks>
    /// No exception shows the key: <c>[key]</c> stands in its place wherever the service echoes it. A key shorter than 8 characters counts as a
    /// test's key, and is not searched for. A key shorter than 16 characters is removed where it stands as a word of its own. A longer key is
    /// removed wherever it stands, and so is each part of it of twelve or more characters; only its first twelve characters alone stay, as the
    /// service itself shows them.
    /// </remarks>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Gives the key or JWT in place of <see cref="ApiKey"/>; null, the default, for none. It is asked before each attempt of each request that
    /// carries a key, so it should keep a token until shortly before the token expires. It may be asked by several calls at once. Its time belongs to
    /// <see cref="ResponseTimeout"/>. If it fails, the call fails, and nothing is sent. After a 401 it is asked once more; if it then gives another
    /// token, the request is sent again, unless <see cref="MaxRetries"/> is 0.
    /// </summary>
    public Func<CancellationToken, ValueTask<string>>? TokenProvider { get; set; }

    /// <summary>
    /// The service's address: an absolute http or https address without query or fragment, to which <c>/api/…</c> is appended.
    /// Null or empty: the environment variable <c>FLAPJACK_BASE_URL</c>, else <see cref="DefaultBaseAddress"/>.
    /// </summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>
    /// How long making a connection may take; default 15 s. The option is not used with an <see cref="HttpClient"/> that you pass in. If a primary
    /// handler in a container has a shorter timeout, that timeout is used; an <see cref="HttpClientHandler"/> has no such timeout.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one attempt may take until its whole answer is there, or until the headers of a stream are; default 100 s. For a command
    /// with an <see cref="ExecComputerOptions.Timeout"/> the headers may take that time and two minutes, unless the server promises
    /// heartbeats. For a message to an agent, <see cref="SendMessageOptions.MaxSilence"/> does the same.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How long a running stream may carry no byte, keep-alive comments included; default 5 min. The stream of a command with an
    /// <see cref="ExecComputerOptions.Timeout"/> may be silent for that time and two minutes, unless the server promises heartbeats. For the
    /// answer of an agent, <see cref="SendMessageOptions.MaxSilence"/> does the same.</summary>
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How large one event of a stream may be, in bytes, from its first field to the blank line that ends it; 1 KiB to 1 GiB, default 16 MiB.
    /// A larger event is a <see cref="FlapjackProtocolException"/>, so that the memory of a stream is bounded.
    /// </summary>
    public int MaxStreamFrameBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long <see cref="FlapjackClient.WaitUntilComputerReadyAsync"/>, or a command with <see cref="ExecComputerOptions.WaitForReady"/>, waits; default 10 min.</summary>
    public TimeSpan ReadyTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a request is sent again after a failure that is safe to repeat; 0 to 10, default 3.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// The first pause between two attempts; it doubles with each and is jittered. A <c>Retry-After</c> makes it longer, never shorter. More than
    /// zero, default 0.5 s.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// The longest <c>Retry-After</c> that the client waits for. If the service asks for more, or sends a 429 without it, the call fails at once.
    /// Default 10 s. If there is a <see cref="QuotaGovernor"/>, it does the waiting after the 429 of a command.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of every timeout, retry and poll; default the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Makes commands wait for their turn under the exec quota, instead of being refused with 429; null, the default, for none. The client does not
    /// dispose it: share one governor among the clients of an organization, and dispose it after them. Set it in code; <c>AddFlapjack()</c> takes it
    /// from the container.
    /// </summary>
    public FlapjackQuotaGovernor? QuotaGovernor { get; set; }

    /// <summary>
    /// Makes the log of the client, of the category <see cref="FlapjackDiagnostics.LogCategory"/>: what was sent again, resumed, stopped or queued, and calls
    /// whose outcome is unknown. Null, the default, for no log. Set it in code; <c>AddFlapjack()</c> takes it from the container.
    /// </summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>
    /// Whether spans, and log messages of the level Trace, show commands, prompts, answers, and the arguments and results of tools. The default is
    /// false. The API key is never shown.
    /// </summary>
    public bool EnableSensitiveData { get; set; }

    /// <summary>Where a container found these options.</summary>
    internal OptionsOrigin Origin { get; } = new();

    /// <summary>Names the base address; never shows the key.</summary>
    /// <returns>A line for logs.</returns>
    public override string ToString() =>
        $"FlapjackClientOptions {{ BaseAddress = {BaseAddress?.ToString() ?? "(default)"}, ApiKey = {(TokenProvider is not null ? "(from the provider)" : string.IsNullOrWhiteSpace(ApiKey) ? "(from the environment)" : "[hidden]")} }}";
}
