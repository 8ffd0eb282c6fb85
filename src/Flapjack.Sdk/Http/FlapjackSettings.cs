using System.Globalization;

namespace Flapjack.Sdk.Http;

/// <summary>Options that were completed from the environment, checked and frozen.</summary>
internal sealed class FlapjackSettings
{
    private FlapjackSettings(FlapjackClientOptions options, ApiKeySource key, Uri baseAddress)
    {
        ApiKey = key.Key;
        ApiKeyPlace = key.Place;
        BaseAddress = baseAddress;
        ConnectTimeout = options.ConnectTimeout;
        ResponseTimeout = options.ResponseTimeout;
        StreamIdleTimeout = options.StreamIdleTimeout;
        MaxStreamFrameBytes = options.MaxStreamFrameBytes;
        ReadyTimeout = options.ReadyTimeout;
        MaxRetries = options.MaxRetries;
        RetryDelay = options.RetryDelay;
        MaxRetryAfter = options.MaxRetryAfter;
        TimeProvider = options.TimeProvider;
        QuotaGovernor = options.QuotaGovernor;
        Redaction = new(key.Key);
    }

    public string ApiKey { get; }

    /// <summary>Where the key was found, for messages: the option, the configuration or the environment.</summary>
    public string ApiKeyPlace { get; }

    public Uri BaseAddress { get; }
    public TimeSpan ConnectTimeout { get; }
    public TimeSpan ResponseTimeout { get; }
    public TimeSpan StreamIdleTimeout { get; }
    public int MaxStreamFrameBytes { get; }
    public TimeSpan ReadyTimeout { get; }
    public int MaxRetries { get; }
    public TimeSpan RetryDelay { get; }
    public TimeSpan MaxRetryAfter { get; }
    public TimeProvider TimeProvider { get; }
    public FlapjackQuotaGovernor? QuotaGovernor { get; }

    /// <summary>Takes the key out of what an exception shows: a proxy's error page may echo the request's headers.</summary>
    public Redaction Redaction { get; }

    /// <exception cref="ArgumentException">Options are missing or out of their ranges; the message names all of them.</exception>
    public static FlapjackSettings From(FlapjackClientOptions options)
    {
        var faults = Read(options, out var key, out var baseAddress);
        faults.ThrowIfAny();
        return new(options, key, baseAddress);
    }

    /// <summary>What is wrong with options: a sentence each.</summary>
    public static IReadOnlyList<string> FaultsOf(FlapjackClientOptions options) => Read(options, out _, out _).Texts;

    private static OptionFaults Read(FlapjackClientOptions options, out ApiKeySource key, out Uri baseAddress)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new OptionFaults(options.Origin.ServiceKey);
        options.Origin.Faults.ForEach(fault => faults.Add(fault.Option, fault.Complaint));
        CheckTimeout(faults, options.ConnectTimeout, nameof(options.ConnectTimeout));
        CheckTimeout(faults, options.ResponseTimeout, nameof(options.ResponseTimeout));
        CheckTimeout(faults, options.StreamIdleTimeout, nameof(options.StreamIdleTimeout));
        Check(faults, options.MaxStreamFrameBytes is >= 1024 and <= 1024 * 1024 * 1024, nameof(options.MaxStreamFrameBytes), options.MaxStreamFrameBytes, "must be 1 KiB to 1 GiB");
        CheckTimeout(faults, options.ReadyTimeout, nameof(options.ReadyTimeout));
        Check(faults, options.MaxRetries is >= 0 and <= 10, nameof(options.MaxRetries), options.MaxRetries, "must be 0 to 10");
        Check(faults, options.RetryDelay > TimeSpan.Zero && options.RetryDelay <= TimeSpan.FromMinutes(1), nameof(options.RetryDelay), options.RetryDelay, "must be more than zero and at most a minute");
        Check(faults, options.MaxRetryAfter >= TimeSpan.Zero && options.MaxRetryAfter <= TimeSpan.FromHours(1), nameof(options.MaxRetryAfter), options.MaxRetryAfter, "must be zero to an hour");
        faults.Add(nameof(options.TimeProvider), options.TimeProvider is null ? "must not be null" : null);
        key = ApiKeySource.Of(options);
        faults.Add(nameof(options.ApiKey), key.Complaint(options.Origin.ServiceKey));
        baseAddress = BaseAddressSource.Of(options, faults, key.Key);
        return faults;
    }

    private static void CheckTimeout(OptionFaults faults, TimeSpan timeout, string name) => Check(
        faults,
        timeout == Timeout.InfiniteTimeSpan || (timeout >= TimeSpan.FromMilliseconds(10) && timeout <= TimeSpan.FromDays(1)),
        name,
        timeout,
        "must be at least 10 ms and at most a day, or infinite");

    private static void Check(OptionFaults faults, bool condition, string name, IFormattable value, string rule) =>
        faults.Add(name, condition ? null : string.Create(CultureInfo.InvariantCulture, $"{rule}, not {value}"));
}
