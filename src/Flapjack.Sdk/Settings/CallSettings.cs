using Flapjack.Sdk.Wire;
using Shared.Wire.Http.Options;

namespace Flapjack.Sdk.Settings;

/// <summary>The settings of a client that is derived from another.</summary>
internal static class CallSettings
{
    /// <summary>What can be changed, with the values that count now.</summary>
    public static FlapjackCallOptions OptionsOf(ClientSettings settings)
    {
        var options = new FlapjackCallOptions
        {
            ResponseTimeout = settings.Http.ResponseTimeout,
            StreamIdleTimeout = settings.Http.StreamIdleTimeout,
            ReadyTimeout = settings.ReadyTimeout,
            MaxRetries = settings.Http.MaxRetries,
            RetryDelay = settings.Http.RetryDelay,
            MaxRetryAfter = settings.Http.MaxRetryAfter,
        };
        foreach (var (name, value) in settings.Http.Headers)
        {
            options.Headers.Add(name, value);
        }

        return options;
    }

    /// <exception cref="ArgumentException">Options are out of their ranges; the message names all of them.</exception>
    public static ClientSettings Change(ClientSettings settings, FlapjackCallOptions options)
    {
        var faults = new OptionFaults(FlapjackDialect.Vendor, serviceKey: null);
        faults.CheckTimeout(options.ResponseTimeout, nameof(options.ResponseTimeout));
        faults.CheckTimeout(options.StreamIdleTimeout, nameof(options.StreamIdleTimeout));
        faults.CheckTimeout(options.ReadyTimeout, nameof(options.ReadyTimeout));
        faults.CheckMaxRetries(options.MaxRetries, nameof(options.MaxRetries));
        faults.CheckRetryDelay(options.RetryDelay, nameof(options.RetryDelay));
        faults.CheckMaxRetryAfter(options.MaxRetryAfter, nameof(options.MaxRetryAfter));
        ExtraHeaders.Check(options.Headers, settings.Http.Dialect, nameof(options.Headers), faults);
        faults.ThrowIfAny();
        return settings with
        {
            ReadyTimeout = options.ReadyTimeout,
            Http = settings.Http with
            {
                ResponseTimeout = options.ResponseTimeout,
                StreamIdleTimeout = options.StreamIdleTimeout,
                MaxRetries = options.MaxRetries,
                RetryDelay = options.RetryDelay,
                MaxRetryAfter = options.MaxRetryAfter,
                // A copy: the caller may keep the options, and change them later.
                Headers = [.. options.Headers],
            },
        };
    }
}
