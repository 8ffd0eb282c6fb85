using Flapjack.Sdk.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using Shared.Wire.Http;
using Shared.Wire.Http.Options;

namespace Flapjack.Sdk.Settings;

/// <summary>A client's options, completed from the environment, checked and frozen.</summary>
/// <param name="Http">How requests are sent.</param>
/// <param name="ReadyTimeout">How long a computer may take to become ready.</param>
/// <param name="QuotaGovernor">Gives commands their turn under the exec quota; null for none.</param>
internal sealed record ClientSettings(WireSettings Http, TimeSpan ReadyTimeout, FlapjackQuotaGovernor? QuotaGovernor)
{
    /// <param name="options">The options of now.</param>
    /// <param name="current">Gives the options at each attempt, from which the key is taken then; null if the key of now is kept.</param>
    /// <exception cref="ArgumentException">Options are missing or out of their ranges; the message names all of them.</exception>
    public static ClientSettings From(FlapjackClientOptions options, Func<FlapjackClientOptions>? current = null)
    {
        Read(options, out var key, out var baseAddress).ThrowIfAny();
        return new(
            new()
            {
                ApiKey = key.Key,
                ApiKeyPlace = key.Place,
                KeyProvider = current is null ? key.Provider : token => ApiKeySource.Of(current()).AskAsync(token),
                Dialect = FlapjackDialect.Value,
                BaseAddress = baseAddress,
                ConnectTimeout = options.ConnectTimeout,
                ResponseTimeout = options.ResponseTimeout,
                StreamIdleTimeout = options.StreamIdleTimeout,
                MaxStreamFrameBytes = options.MaxStreamFrameBytes,
                MaxRetries = options.MaxRetries,
                RetryDelay = options.RetryDelay,
                MaxRetryAfter = options.MaxRetryAfter,
                TimeProvider = options.TimeProvider,
                Redaction = new(key.Key),
                Log = options.LoggerFactory?.CreateLogger(FlapjackDiagnostics.LogCategory) ?? NullLogger.Instance,
                ShowsContent = options.EnableSensitiveData,
            },
            options.ReadyTimeout,
            options.QuotaGovernor);
    }

    /// <summary>What is wrong with the options: a sentence for each fault.</summary>
    public static IReadOnlyList<string> FaultsOf(FlapjackClientOptions options) => Read(options, out _, out _).Texts;

    private static OptionFaults Read(FlapjackClientOptions options, out ApiKeySource key, out Uri baseAddress)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new OptionFaults(FlapjackDialect.Vendor, options.Origin.ServiceKey);
        options.Origin.Faults.ForEach(fault => faults.Add(fault.Option, fault.Complaint));
        faults.CheckTimeout(options.ConnectTimeout, nameof(options.ConnectTimeout));
        faults.CheckTimeout(options.ResponseTimeout, nameof(options.ResponseTimeout));
        faults.CheckTimeout(options.StreamIdleTimeout, nameof(options.StreamIdleTimeout));
        faults.Check(options.MaxStreamFrameBytes is >= 1024 and <= 1024 * 1024 * 1024, nameof(options.MaxStreamFrameBytes), options.MaxStreamFrameBytes, "must be 1 KiB to 1 GiB");
        faults.CheckTimeout(options.ReadyTimeout, nameof(options.ReadyTimeout));
        faults.CheckMaxRetries(options.MaxRetries, nameof(options.MaxRetries));
        faults.CheckRetryDelay(options.RetryDelay, nameof(options.RetryDelay));
        faults.CheckMaxRetryAfter(options.MaxRetryAfter, nameof(options.MaxRetryAfter));
        faults.Add(nameof(options.TimeProvider), options.TimeProvider is null ? "must not be null" : null);
        key = ApiKeySource.Of(options);
        faults.Add(nameof(options.ApiKey), key.Complaint(options));
        baseAddress = BaseAddressSource.Of(options, faults, key.Key);
        return faults;
    }
}
