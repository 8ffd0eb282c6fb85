using Shared.Wire.Http.Options;

namespace AgentComputer.Sdk;

/// <summary>How an <see cref="AgentComputerClient"/> reaches the service.</summary>
/// <remarks>
/// A client copies the options when it is made: later changes do nothing. The one exception is the key of a client in a container, which is read at each
/// attempt of a request: if the configuration is loaded again, or another key comes from it, the next attempt has the key of now.
/// </remarks>
public sealed class AgentComputerClientOptions
{
    /// <summary>The environment variable read when <see cref="ApiKey"/> is null or empty; if it is empty too, <c>AGENTCOMPUTER_API_KEY</c> is read.</summary>
    public const string ApiKeyVariable = "COMPUTER_API_KEY";

    /// <summary>The environment variable read when <see cref="BaseAddress"/> is null or empty; if it is empty too, <c>AGENTCOMPUTER_API_URL</c> is read.</summary>
    public const string BaseAddressVariable = "COMPUTER_API_URL";

    /// <summary>Where the hosted service is: <c>https://api.agentcomputer.ai</c>.</summary>
    public static Uri DefaultBaseAddress { get; } = new("https://api.agentcomputer.ai");

    /// <summary>
    /// The API key, <c>ak_…</c>, or an access token, alone: without quotation marks, without <c>Bearer</c>. Spaces around it are cut off. Null or
    /// empty: the environment variable <c>COMPUTER_API_KEY</c>, then <c>AGENTCOMPUTER_API_KEY</c>. A client that is registered under a key needs an
    /// API key of its own; the environment's is never used for it.
    /// </summary>
    /// <remarks>
    /// No exception shows the key: <c>[key]</c> stands in its place wherever the service echoes it. A key shorter than 8 characters counts as a
    /// test's key, and is not searched for.
    /// </remarks>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Gives the key or access token in place of <see cref="ApiKey"/>; null, the default, for none. It is asked before each attempt of each request
    /// that carries a key, so it should keep a token until shortly before the token expires. It may be asked by several calls at once. Its time
    /// belongs to <see cref="ResponseTimeout"/>. If it fails, the call fails, and nothing is sent. After a 401 it is asked once more; if it then gives
    /// another token, the request is sent again, unless <see cref="MaxRetries"/> is 0.
    /// </summary>
    public Func<CancellationToken, ValueTask<string>>? TokenProvider { get; set; }

    /// <summary>
    /// The service's address: an absolute http or https address without query or fragment, to which <c>/v1/…</c> is appended; a <c>/v1</c> at its
    /// end does not matter. Null or empty: the environment variable <c>COMPUTER_API_URL</c>, then <c>AGENTCOMPUTER_API_URL</c>, else
    /// <see cref="DefaultBaseAddress"/>.
    /// </summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>
    /// How long making a connection may take; default 15 s. The option is not used with an <see cref="HttpClient"/> that you pass in. If a primary
    /// handler in a container has a shorter timeout, that timeout is used; an <see cref="HttpClientHandler"/> has no such timeout.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one attempt may take until its whole answer is there, or until the headers of a stream are; default 100 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How long a running stream may carry no byte; default 5 min.</summary>
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How large one message of a stream may be, in bytes; 1 KiB to 1 GiB, default 16 MiB. A larger message is an
    /// <see cref="AgentComputerProtocolException"/>, so that the memory of a stream is bounded.
    /// </summary>
    public int MaxStreamFrameBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How often a request is sent again after a failure that is safe to repeat; 0 to 10, default 3.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// The first pause between two attempts; it doubles with each and is jittered. A <c>Retry-After</c> makes it longer, never shorter. More than
    /// zero, default 0.5 s.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// The longest <c>Retry-After</c> that the client waits for. If the service asks for more, or sends a 429 without it, the call fails at once.
    /// Default 10 s.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of every timeout, retry and poll; default the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where a container found these options.</summary>
    internal OptionsOrigin Origin { get; } = new();

    /// <summary>Names the base address; never shows the key.</summary>
    /// <returns>A line for logs.</returns>
    public override string ToString() =>
        $"AgentComputerClientOptions {{ BaseAddress = {BaseAddress?.ToString() ?? "(default)"}, ApiKey = {(TokenProvider is not null ? "(from the provider)" : string.IsNullOrWhiteSpace(ApiKey) ? "(from the environment)" : "[hidden]")} }}";
}
