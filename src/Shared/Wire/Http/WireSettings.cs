using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Shared.Wire.Http;

/// <summary>How requests are sent: options that were completed from the environment, checked and frozen.</summary>
internal sealed record WireSettings
{
    /// <summary>The key of every request; empty if <see cref="KeyProvider"/> gives the keys.</summary>
    public required string ApiKey { get; init; }

    /// <summary>Gives the key of each attempt; null if all requests have the same key.</summary>
    public Func<CancellationToken, ValueTask<string>>? KeyProvider { get; init; }

    /// <summary>Where the key was found, for messages: the option, the configuration or the environment.</summary>
    public required string ApiKeyPlace { get; init; }

    /// <summary>The words of the vendor's wire.</summary>
    public required WireDialect Dialect { get; init; }

    public required Uri BaseAddress { get; init; }
    public required TimeSpan ConnectTimeout { get; init; }
    public required TimeSpan ResponseTimeout { get; init; }
    public required TimeSpan StreamIdleTimeout { get; init; }
    public required int MaxStreamFrameBytes { get; init; }
    public required int MaxRetries { get; init; }
    public required TimeSpan RetryDelay { get; init; }
    public required TimeSpan MaxRetryAfter { get; init; }
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Takes the key out of what an exception shows: a proxy's error page may echo the request's headers.</summary>
    public required Redaction Redaction { get; init; }

    /// <summary>Headers of the caller's own, which every request has; their names and values are checked.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Where the client writes what happens to its calls.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>Whether telemetry may show commands, prompts and answers.</summary>
    public bool ShowsContent { get; init; }

    /// <summary>
    /// The same settings for another place, which takes another key and speaks in other words. The key is never shown either. The caller's own headers
    /// do not go there.
    /// </summary>
    /// <param name="baseAddress">The place.</param>
    /// <param name="key">Its key.</param>
    /// <param name="keyPlace">Where the key was found, for messages.</param>
    /// <param name="dialect">Its words.</param>
    public WireSettings At(Uri baseAddress, string key, string keyPlace, WireDialect dialect)
    {
        Redaction.Learn(key);
        return this with { BaseAddress = baseAddress, ApiKey = key, KeyProvider = null, ApiKeyPlace = keyPlace, Dialect = dialect, Headers = [] };
    }

    /// <summary>Names the address. The text of a record would show the key.</summary>
    public override string ToString() => $"{nameof(WireSettings)} {{ BaseAddress = {BaseAddress} }}";
}
