namespace Flapjack.Sdk.Http;

/// <summary>Options that were completed from the environment, checked and frozen.</summary>
internal sealed class FlapjackSettings
{
    private FlapjackSettings(FlapjackClientOptions options, string apiKey, Uri baseAddress)
    {
        ApiKey = apiKey;
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
        Redaction = new(apiKey);
    }

    public string ApiKey { get; }
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

    /// <exception cref="ArgumentException">An option is missing or out of its range; the message names it.</exception>
    public static FlapjackSettings From(FlapjackClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckTimeout(options.ConnectTimeout, nameof(options.ConnectTimeout));
        CheckTimeout(options.ResponseTimeout, nameof(options.ResponseTimeout));
        CheckTimeout(options.StreamIdleTimeout, nameof(options.StreamIdleTimeout));
        Check(options.MaxStreamFrameBytes is >= 1024 and <= 1024 * 1024 * 1024, nameof(options.MaxStreamFrameBytes), "must be 1 KiB to 1 GiB");
        CheckTimeout(options.ReadyTimeout, nameof(options.ReadyTimeout));
        Check(options.MaxRetries is >= 0 and <= 10, nameof(options.MaxRetries), "must be 0 to 10");
        Check(options.RetryDelay > TimeSpan.Zero && options.RetryDelay <= TimeSpan.FromMinutes(1), nameof(options.RetryDelay), "must be more than zero and at most a minute");
        Check(options.MaxRetryAfter >= TimeSpan.Zero && options.MaxRetryAfter <= TimeSpan.FromHours(1), nameof(options.MaxRetryAfter), "must be zero to an hour");
        Check(options.TimeProvider is not null, nameof(options.TimeProvider), "must not be null");
        return new(options, ResolveApiKey(options.ApiKey), ResolveBaseAddress(options.BaseAddress));
    }

    private static string ResolveApiKey(string? explicitKey)
    {
        var key = explicitKey ?? Environment.GetEnvironmentVariable(FlapjackClientOptions.ApiKeyVariable);
        Check(
            !string.IsNullOrWhiteSpace(key),
            nameof(FlapjackClientOptions.ApiKey),
            $"is missing: set it, or the environment variable {FlapjackClientOptions.ApiKeyVariable}");
        Check(
            key!.All(c => c is > ' ' and < '\x7f'),
            nameof(FlapjackClientOptions.ApiKey),
            "holds a space or another character that can't stand in a header; was it pasted with a line break?");
        return key!;
    }

    private static Uri ResolveBaseAddress(Uri? explicitAddress)
    {
        if (explicitAddress is not null)
        {
            return CheckBaseAddress(explicitAddress, nameof(FlapjackClientOptions.BaseAddress));
        }

        return Environment.GetEnvironmentVariable(FlapjackClientOptions.BaseAddressVariable) is { Length: > 0 } fromEnvironment
            ? CheckBaseAddress(Uri.TryCreate(fromEnvironment, UriKind.Absolute, out var address) ? address : null, FlapjackClientOptions.BaseAddressVariable)
            : FlapjackClientOptions.DefaultBaseAddress;
    }

    private static Uri CheckBaseAddress(Uri? address, string name)
    {
        Check(
            address is { IsAbsoluteUri: true } && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp),
            name,
            "must be an absolute http or https address");
        Check(
            address!.Query.Length == 0 && address.Fragment.Length == 0 && address.UserInfo.Length == 0,
            name,
            "must have no query, fragment or user information");
        return address;
    }

    private static void CheckTimeout(TimeSpan timeout, string name) => Check(
        timeout == Timeout.InfiniteTimeSpan || (timeout >= TimeSpan.FromMilliseconds(10) && timeout <= TimeSpan.FromDays(1)),
        name,
        "must be at least 10 ms and at most a day, or infinite");

    private static void Check(bool condition, string name, string complaint)
    {
        if (!condition)
        {
            throw new ArgumentException($"The Flapjack option {name} {complaint}.", name);
        }
    }
}
