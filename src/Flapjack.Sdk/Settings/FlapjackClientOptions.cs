using Flapjack.Sdk.Settings;

namespace Flapjack.Sdk;

/// <summary>How a <see cref="FlapjackClient"/> reaches the service. A client copies it when it is made: later changes do nothing.</summary>
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
    /// No exception shows it: <c>[key]</c> stands in its place wherever the service echoes it. A key shorter than 8 characters is taken for a
    /// test's and not looked for; one shorter than 16 is taken out where it stands as a word of its own. A longer one is taken out wherever it stands, also if it was cut behind
    /// its first 16 characters.
    /// </remarks>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Where the service is: an absolute http or https address without query or fragment, to which <c>/api/…</c> is appended.
    /// Null or empty: the environment variable <c>FLAPJACK_BASE_URL</c>, else <see cref="DefaultBaseAddress"/>.
    /// </summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>
    /// How long a connection may take to come about; default 15 s. Not used with an <see cref="HttpClient"/> that you pass in. Where a primary
    /// handler in a container has a shorter one, that one is used; an <see cref="HttpClientHandler"/> can't be given one.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one attempt may take until its whole answer is there, or until the headers of a stream are; default 100 s. For a command with an
    /// <see cref="ExecComputerOptions.Timeout"/> the headers may take as long as that and two minutes, unless the server promises heartbeats.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How long a running stream may carry no byte, keep-alive comments included; default 5 min. That of a command with an
    /// <see cref="ExecComputerOptions.Timeout"/> may be silent for as long as that and two minutes, unless the server promises heartbeats.</summary>
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How large one event of a stream may be, in bytes, from its first field to the blank line that ends it; 1 KiB to 1 GiB, default 16 MiB.
    /// A larger one is a <see cref="FlapjackProtocolException"/>: it bounds the memory that a stream can take.
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
    /// The longest <c>Retry-After</c> that is waited out; a longer one, or a 429 without one, is thrown at once. Default 10 s. The 429 of a command
    /// is the <see cref="QuotaGovernor"/>'s to wait out, where there is one.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of every timeout, retry and poll; default the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Makes commands wait for their turn under the exec quota, instead of being refused with 429; null, the default, for none. It stays yours:
    /// share one among the clients of one organization, and dispose it after them. Set in code; <c>AddFlapjack()</c> takes it from the container.
    /// </summary>
    public FlapjackQuotaGovernor? QuotaGovernor { get; set; }

    /// <summary>Where a container found these options.</summary>
    internal OptionsOrigin Origin { get; } = new();

    /// <summary>Names the base address; never shows the key.</summary>
    /// <returns>A line for logs.</returns>
    public override string ToString() =>
        $"FlapjackClientOptions {{ BaseAddress = {BaseAddress?.ToString() ?? "(default)"}, ApiKey = {(string.IsNullOrWhiteSpace(ApiKey) ? "(from the environment)" : "[hidden]")} }}";
}
