using AgentComputer.Sdk.Wire;
using Shared.Wire.Http;
using Shared.Wire.Http.Options;

namespace AgentComputer.Sdk.Settings;

/// <summary>Completes a client's options from the environment, checks and freezes them.</summary>
internal static class ClientSettings
{
    /// <param name="options">The options of now.</param>
    /// <param name="current">Gives the options at each attempt, from which the key is taken then; null if the key of now is kept.</param>
    /// <exception cref="ArgumentException">Options are missing or out of their ranges; the message names all of them.</exception>
    public static WireSettings From(AgentComputerClientOptions options, Func<AgentComputerClientOptions>? current = null)
    {
        Read(options, out var key, out var baseAddress).ThrowIfAny();
        return new()
        {
            ApiKey = key.Key,
            ApiKeyPlace = key.Place,
            KeyProvider = current is null ? key.Provider : token => ApiKeySource.Of(current()).AskAsync(token),
            Dialect = AgentComputerDialect.Value,
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
        };
    }

    /// <summary>What is wrong with the options: a sentence for each fault.</summary>
    public static IReadOnlyList<string> FaultsOf(AgentComputerClientOptions options) => Read(options, out _, out _).Texts;

    private static OptionFaults Read(AgentComputerClientOptions options, out ApiKeySource key, out Uri baseAddress)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new OptionFaults(AgentComputerDialect.Vendor, options.Origin.ServiceKey);
        options.Origin.Faults.ForEach(fault => faults.Add(fault.Option, fault.Complaint));
        faults.CheckTimeout(options.ConnectTimeout, nameof(options.ConnectTimeout));
        faults.CheckTimeout(options.ResponseTimeout, nameof(options.ResponseTimeout));
        faults.CheckTimeout(options.StreamIdleTimeout, nameof(options.StreamIdleTimeout));
        faults.Check(options.MaxStreamFrameBytes is >= 1024 and <= 1024 * 1024 * 1024, nameof(options.MaxStreamFrameBytes), options.MaxStreamFrameBytes, "must be 1 KiB to 1 GiB");
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
